import { mediaOf } from "./photos.js";

/**
 * A voice note while it is recorded: pieces of about a second, each on the disk before the next
 * comes. A browser that is killed loses the last one; the others become the note when it is back.
 *
 * @typedef {import("./store.js").Store} Store
 * @typedef {{bytes: ArrayBuffer, type: string, seconds: number}} Piece `seconds` from the beginning
 *   to the end of this piece
 */

const SHELF = "choices";
const NAME = "voice";
const SHORTEST_S = 0.5; // a slip of the finger

/**
 * @param {Store} store
 * @param {string} observationId
 * @param {number} number
 * @param {Piece} piece
 */
export async function keepPiece(store, observationId, number, piece) {
  await store.with(async (db) => {
    const on = db.transaction(SHELF, "readwrite", { durability: "strict" });
    await on.store.put(piece, [NAME, observationId, number]);
    await on.done;
  });
}

/**
 * @param {Store} store
 * @param {string} observationId
 */
export function forgetPieces(store, observationId) {
  return store.with((db) => db.delete(SHELF, piecesOf(observationId)));
}

/**
 * Makes the observation's voice note of its pieces.
 *
 * @param {Store} store
 * @param {string} observationId
 * @returns {Promise<import("./store.js").Media | undefined>} none when there was nothing to keep
 */
export async function finish(store, observationId) {
  /** @type {Piece[]} */
  const pieces = await store.with((db) => db.getAll(SHELF, piecesOf(observationId)));
  const observation = await store.get("observations", observationId);
  const last = pieces.at(-1);
  let media;
  if (last && last.seconds >= SHORTEST_S && observation && !observation.withdrawn) {
    const bytes = await new Blob(pieces.map((piece) => piece.bytes)).arrayBuffer();
    media = await mediaOf(observation, "voice", { ...last, bytes });
    await store.addMedia(media, bytes);
  }
  await forgetPieces(store, observationId);
  return media;
}

/**
 * Finishes what a killed browser left, but nothing that another tab is recording.
 *
 * @param {import("./app.js").App} app
 */
export async function finishLeft({ store, sender }) {
  const all = IDBKeyRange.bound([NAME], [NAME, []]);
  const keys = await store.with((db) => db.getAllKeys(SHELF, all));
  for (const id of new Set(keys.map((key) => String(/** @type {IDBValidKey[]} */ (key)[1])))) {
    await unlessRecording(id, () => finish(store, id));
  }
  if (keys.length > 0) sender.kick();
}

/**
 * The name of the lock that whoever records for an observation holds.
 *
 * @param {string} observationId
 */
export function lockOf(observationId) {
  return `voice:${observationId}`;
}

/**
 * @param {string} observationId
 * @param {() => Promise<unknown>} act
 */
async function unlessRecording(observationId, act) {
  if (!navigator.locks) return act();
  const free = { ifAvailable: true };
  return navigator.locks.request(lockOf(observationId), free, (lock) => lock && act());
}

/** @param {string} observationId */
function piecesOf(observationId) {
  return IDBKeyRange.bound([NAME, observationId], [NAME, observationId, []]);
}
