/**
 * A phone that is full. Words are stored all the same: a reserve is kept for them, and let go of
 * when it is needed. A photo or a voice note waits until there is room, or until the person goes on
 * without it; it is never dropped silently.
 *
 * @typedef {import("./store.js").Store} Store
 * @typedef {{again: () => void, without: () => void}} Choice
 */

const RESERVE = "reserve";
const RESERVED_BYTES = 4_000_000; // ten photos, so that it is missed in time
const ADDRESS = "/reserve";

/**
 * Makes a store's writes keep to that. When bytes find no room, a "full" event with the person's
 * choice is dispatched on the store.
 *
 * @param {Store} store
 */
export function keepRoomForWords(store) {
  const write = store.write.bind(store);
  store.write = async (shelves, act) => {
    for (;;) {
      try {
        return await write(shelves, act);
      } catch (error) {
        if (!isFull(error)) throw error;
        const isLetGo = !shelves.includes("bytes") && (await caches.delete(RESERVE));
        if (!isLetGo) await choice(store, error);
      }
    }
  };
}

/**
 * Lays the reserve aside, unless it lies there.
 *
 * @returns {Promise<boolean>} false where there is no room for it any more
 */
export async function layReserve() {
  if (!globalThis.caches || (await caches.has(RESERVE))) return true;
  const cache = await caches.open(RESERVE);
  // Zeros would be packed away to nothing.
  const noise = new Uint8Array(RESERVED_BYTES);
  for (let at = 0; at < noise.length; at += 65_536) {
    crypto.getRandomValues(noise.subarray(at, at + 65_536));
  }
  return cache.put(ADDRESS, new Response(noise)).then(
    () => true,
    () => caches.delete(RESERVE).then(() => false),
  );
}

/** @param {unknown} error */
export function isFull(error) {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

/**
 * Waits for what the person chooses, once for all that finds no room meanwhile.
 *
 * @param {Store} store
 * @param {unknown} error is thrown when they go on without
 * @returns {Promise<void>} when they want it tried again
 */
function choice(store, error) {
  return new Promise((resolve, reject) => {
    const detail = { again: () => resolve(), without: () => reject(error) };
    store.dispatchEvent(new CustomEvent("full", { detail }));
  });
}
