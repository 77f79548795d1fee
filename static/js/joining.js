import { ask, Refused } from "./api.js";

/**
 * Joining a walk, once: whatever becomes of the answer, the same phone is the same participant.
 *
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").JoinedWalk} JoinedWalk
 * @typedef {{walk: string, code: string, consent: string, language: string}} Invitation
 */

/**
 * Joins, and keeps the walk with its token. The key to it is made and kept before anything is
 * asked, so that asking again after a lost answer joins nobody twice.
 *
 * @param {Store} store
 * @param {Invitation} to
 * @returns {Promise<boolean>} whether this phone is new on the walk
 * @throws {Refused | import("./api.js").Unreachable}
 */
export async function join(store, to) {
  const before = await store.get("walks", to.walk);
  if (before && !before.shut) return false;
  const { token, participant_id, receipt = null } = await asked(store, to);
  const fresh = { code: to.code, token, participant_id, receipt, shut: null };
  await store.keep({
    walks: [{ id: to.walk, sheet: null, clock_difference_ms: null, ...before, ...fresh }],
  });
  await store.choose(`key:${to.walk}`, undefined);
  return true;
}

/**
 * @param {Store} store
 * @param {Invitation} to
 * @returns {Promise<any>} the server's answer
 */
async function asked(store, { walk, code, consent, language }) {
  const name = `key:${walk}`;
  const key = (await store.choice(name)) ?? newKey();
  await store.choose(name, key);
  try {
    const { body } = await ask("POST", `/api/joining/${code}`, {
      json: { language, consent: { version: consent, taking_part: true }, device_key: key },
    });
    return body;
  } catch (error) {
    // A key that was refused opens nothing: the next try makes another one.
    if (error instanceof Refused) await store.choose(name, undefined);
    throw error;
  }
}

/**
 * A secret of 256 bits in base64url (RFC 4648).
 *
 * @returns {string} 43 signs
 */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const signs = btoa(String.fromCharCode(...bytes));
  return signs.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
