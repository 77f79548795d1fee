import { ask } from "./api.js";
import { nameOf } from "./card.js";
import { errandTo, isChanged } from "./outbox.js";
import { draft } from "./recording.js";

/**
 * Coming back with a receipt: this device gets a token of its own and what the participant gave.
 *
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").JoinedWalk} JoinedWalk
 * @typedef {import("./store.js").Observation} Observation
 * @typedef {import("./store.js").Media} Media
 */

/** This device is on the walk as somebody else; two people's things must not mix. */
export class Occupied extends Error {}

/**
 * Exchanges a receipt and brings what was given here.
 *
 * @param {Store} store
 * @param {string} receipt however it was typed
 * @returns {Promise<JoinedWalk>}
 * @throws {Occupied | import("./api.js").Unreachable | import("./api.js").Refused}
 */
export async function comeBack(store, receipt) {
  const { body } = await ask("POST", "/api/receipts", { json: { receipt } });
  const { walk_id: id, participant_id, token } = body;
  const before = await store.get("walks", id);
  if (before && before.participant_id !== participant_id) {
    await ask("DELETE", `/api/walks/${id}/device`, { token });
    throw new Occupied();
  }
  /** @type {JoinedWalk} */
  const walk = { ...(before ?? visited(id)), token, participant_id, shut: null };
  await store.keep({ walks: [walk] });
  await bringHome(store, walk);
  return walk;
}

/** @param {string} id */
function visited(id) {
  const unknown = { code: "", receipt: null, sheet: null, clock_difference_ms: null };
  return { id, ...unknown, visiting: true };
}

/**
 * Brings the participant's observations here, as ones that the server acknowledged. What was
 * changed on this device and is not sent yet stays as it is.
 *
 * @param {Store} store
 * @param {JoinedWalk} walk
 */
export async function bringHome(store, walk) {
  let after = "";
  do {
    const path = `/api/walks/${walk.id}/observations${after && `?after=${after}`}`;
    const { body } = await ask("GET", path, { token: walk.token });
    for (const record of body.observations) await take(store, walk, record);
    after = body.next ?? "";
  } while (after);
  const { body } = await ask("GET", `/api/walks/${walk.id}/stop-cards`, { token: walk.token });
  for (const card of body.cards) await takeCard(store, walk, card);
}

/**
 * @param {Store} store
 * @param {JoinedWalk} walk
 * @param {Record<string, any>} card as the server keeps it: locked, for good
 */
async function takeCard(store, walk, { stop, id, recorded_at, ratings }) {
  const name = nameOf(stop);
  const errand = errandTo(walk.id, name, "PUT", `/stop-cards/${stop}`, {
    id,
    recorded_at,
    ratings,
  });
  await store.renew("errands", errand.id, (here) => here ?? { ...errand, sent: errand.change });
}

/**
 * @param {Store} store
 * @param {JoinedWalk} walk
 * @param {Record<string, any>} record an observation as the server keeps it
 */
async function take(store, walk, record) {
  const here = await store.get("observations", record.id);
  if (here && (isChanged(here) || here.withdrawn)) return;
  if (record.state === "withdrawn") {
    if (here) await store.forget(here);
    return;
  }
  const media = mediaIn(record, walk);
  const known = await Promise.all(media.map((one) => store.get("media", one.id)));
  await store.keep({
    observations: [observationOf(record, walk, here?.change ?? 1)],
    media: media.filter((_, place) => !known[place]),
  });
}

/**
 * @param {Record<string, any>} record
 * @param {JoinedWalk} walk
 * @param {number} change
 * @returns {Observation}
 */
function observationOf(record, walk, change) {
  const { revision, digest, recorded_at, clock_difference_ms } = record;
  const made = new Date(recorded_at);
  const blank = draft(record.kind, record.theme, walk, made);
  const said = Object.keys(blank.content).map((name) => [name, record[name] ?? null]);
  const photos = record.photos.map((/** @type {{id: string}} */ one) => one.id);
  const voice = record.voice?.id ?? null;
  return {
    ...blank,
    ...{ id: record.id, kept_at: made.getTime(), recorded_at, clock_difference_ms, photos, voice },
    content: { ...blank.content, ...Object.fromEntries(said) },
    placed: true,
    change,
    acknowledged: { change, revision, digest, media: voice ? [...photos, voice] : photos },
  };
}

/**
 * What is known of an observation's photos and voice note, whose bytes are not here. One that
 * another phone still owes is asked after, as if it had been received.
 *
 * @param {Record<string, any>} record
 * @param {JoinedWalk} walk
 * @returns {Media[]}
 */
function mediaIn(record, walk) {
  const one = (
    /** @type {any} */ { id, digest, state },
    /** @type {Media["medium"]} */ medium,
  ) => ({
    ...{ id, digest, medium, observation_id: record.id, walk_id: walk.id },
    ...{ type: medium === "photo" ? "image/jpeg" : "audio/mp4", size: 0, seconds: null },
    state: state === "owed" ? "received" : state,
    ...{ detail: "", kept_at: state === "kept" ? Date.now() : null, tries: 0, not_before: 0 },
  });
  const photos = record.photos.map((/** @type {any} */ photo) => one(photo, "photo"));
  return record.voice ? [...photos, one(record.voice, "voice")] : photos;
}
