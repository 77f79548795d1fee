import { ask } from "./api.js";

/**
 * What somebody told about themselves: kept on the phone, and sent as an errand at every answer.
 *
 * @typedef {import("./app.js").App} App
 * @typedef {import("./method.js").Question} Question
 * @typedef {Record<string, any>} Answers by question; `sensitive_consent` besides
 */

/**
 * The questions about disability and understanding, or the others.
 *
 * @param {any} sheet
 * @param {boolean} sensitive
 * @returns {Question[]}
 */
export function questionsOf(sheet, sensitive) {
  return sheet.method.profile.filter((/** @type {Question} */ one) => one.sensitive === sensitive);
}

/**
 * The answers as this phone knows them.
 *
 * @param {App} app
 * @returns {Promise<Answers>}
 */
export async function answersOf(app) {
  return (await app.errandOf("profile"))?.json ?? {};
}

/**
 * What the server knows, for a phone that was told nothing itself: one that came by a receipt.
 *
 * @param {App} app
 */
export async function fetchAnswers(app) {
  if (await app.errandOf("profile")) return;
  const { id, token } = app.walk;
  const known = await ask("GET", `/api/walks/${id}/profile`, { token }).catch(() => undefined);
  if (!known || !isTold(known.body)) return;
  await app.store.renew(
    "errands",
    `${id}:profile`,
    (before) => before ?? received(app, known.body),
  );
}

/**
 * Tells some answers anew; the others stay as they are. Without consent to it, nothing about
 * disability is kept or sent.
 *
 * @param {App} app
 * @param {Answers} said
 */
export async function tell(app, said) {
  const answers = { ...(await answersOf(app)), ...said };
  await app.errand("profile", "PUT", "/profile", allowed(answers, questionsOf(app.sheet, true)));
}

/**
 * Deletes everything that was told, here and at the server.
 *
 * @param {App} app
 */
export function untell(app) {
  return app.errand("profile", "DELETE", "/profile", null);
}

/**
 * @param {Answers} answers
 * @param {{slug: string}[]} sensitive
 * @returns {Answers}
 */
export function allowed(answers, sensitive) {
  const agreed = Boolean(answers.sensitive_consent);
  const barred = agreed ? [] : sensitive.map(({ slug }) => slug);
  const kept = Object.entries(answers).filter(([slug]) => !barred.includes(slug));
  return { ...Object.fromEntries(kept), sensitive_consent: agreed };
}

/**
 * Whether anything was answered.
 *
 * @param {Answers | null} answers
 */
export function isTold(answers) {
  return Object.entries(answers ?? {}).some(([slug, answer]) =>
    slug === "sensitive_consent" ? answer : answer?.length > 0,
  );
}

/**
 * The options that are ticked after one was ticked or not: an exclusive one, such as "I prefer not
 * to say", stands alone.
 *
 * @param {{slug: string, exclusive?: boolean}[]} options
 * @param {string[]} before
 * @param {string} slug
 * @param {boolean} isTicked
 * @returns {string[]} in the order of the options
 */
export function ticked(options, before, slug, isTicked) {
  const one = options.find((option) => option.slug === slug);
  const left = options.filter((option) => {
    if (option.slug === slug) return isTicked;
    if (!before.includes(option.slug)) return false;
    return !isTicked || !(one?.exclusive || option.exclusive);
  });
  return left.map((option) => option.slug);
}

/**
 * @param {App} app
 * @param {Answers} json
 * @returns {import("./store.js").Errand}
 */
function received({ walk }, json) {
  return {
    id: `${walk.id}:profile`,
    walk_id: walk.id,
    name: "profile",
    method: "PUT",
    path: `/api/walks/${walk.id}/profile`,
    json,
    change: 1,
    sent: 1,
    refusal: null,
    tries: 0,
    not_before: 0,
  };
}
