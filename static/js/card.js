import { newId } from "./ids.js";
import { SCHEMA } from "./outbox.js";
import { withOffset } from "./recording.js";
import { remember, remembered } from "./walk-memory.js";

/**
 * A stop card on the phone: a draft that is kept at every tap, then locked for good.
 *
 * @typedef {import("./app.js").App} App
 * @typedef {Record<string, number | null>} Ratings question to value; null: can't say
 * @typedef {{slug: string, label: any, statement: any, pictogram: string, scale: string}} Rated
 * @typedef {{value: number | null, label: any, pictogram: string}} Level
 * @typedef {{ratings: Ratings, locked: import("./store.js").Errand | undefined}} Card
 */

/**
 * @param {App} app
 * @param {string} stopId
 * @returns {Promise<Card>}
 */
export async function cardAt(app, stopId) {
  const locked = await app.errandOf(nameOf(stopId));
  const draft = (await remembered(app, nameOf(stopId))) ?? {};
  return { ratings: locked?.json.ratings ?? draft, locked };
}

/**
 * The ids of the stops at which this phone locked a card.
 *
 * @param {App} app
 * @returns {Promise<Set<string>>}
 */
export async function lockedStops(app) {
  const errands = await app.store.of("errands", app.walk.id);
  const names = new Set(errands.map((one) => one.name));
  /** @type {{id: string}[]} */
  const stops = app.sheet.stops;
  return new Set(stops.map((stop) => stop.id).filter((id) => names.has(nameOf(id))));
}

/**
 * Keeps one answer in the draft.
 *
 * @param {App} app
 * @param {string} stopId
 * @param {Ratings} said
 */
export async function rate(app, stopId, said) {
  const draft = (await remembered(app, nameOf(stopId))) ?? {};
  await remember(app, nameOf(stopId), { ...draft, ...said });
}

/**
 * Locks the draft and lets it travel; what is locked stays as it is.
 *
 * @param {App} app
 * @param {string} stopId
 */
export async function lock(app, stopId) {
  const { ratings, locked } = await cardAt(app, stopId);
  if (locked) return;
  const card = { schema: SCHEMA, id: newId(), recorded_at: withOffset(new Date()), ratings };
  await app.errand(nameOf(stopId), "PUT", `/stop-cards/${stopId}`, card);
}

/**
 * @param {any} sheet
 * @returns {Rated[]}
 */
export function questionsOf({ method }) {
  return method.stop_card ?? []; // a sheet of before there were cards has none
}

/**
 * What a question can be answered with, from worst to best, and that one cannot say.
 *
 * @param {any} sheet
 * @param {Rated} question
 * @returns {Level[]}
 */
export function levelsOf({ method }, { scale }) {
  const { levels, cant_say } = method.scales.find((/** @type {any} */ one) => one.slug === scale);
  return [...levels, { ...cant_say, value: null }];
}

/**
 * The name of the errand that delivers the card of a stop.
 *
 * @param {string} stopId
 */
export function nameOf(stopId) {
  return `card/${stopId}`;
}
