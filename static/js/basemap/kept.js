/**
 * The walk's part of the basemap on this phone, so that the map works without network.
 *
 * @typedef {{id: string, token?: string, sheet: any, shut?: unknown}} Walk
 */

const QUIET_MS = 1_500; // after the first screen stands, other things come first

/** @param {string} id the walk's */
const nameOf = (id) => `basemap-${id}`;

/**
 * The basemap's bytes, from the phone if they are there, else from the server, and then kept.
 *
 * @param {Walk} walk
 * @returns {Promise<ArrayBuffer>}
 * @throws when they are not here and cannot be fetched
 */
export async function basemapOf({ id, token, sheet }) {
  const { url } = sheet.tiles.basemap;
  const shelf = await globalThis.caches?.open(nameOf(id)); // none on pages without https
  const kept = await shelf?.match(url);
  if (kept) return kept.arrayBuffer();
  const answer = await fetch(url, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
  if (!answer.ok) throw new Error(`the basemap was refused: ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  for (const old of (await shelf?.keys()) ?? []) await shelf?.delete(old);
  await shelf?.put(url, new Response(bytes));
  return bytes;
}

/**
 * Fetches it beforehand, unless the person asked their browser to save data, and forgets it when
 * the walk is over for this phone. Without network there is nothing to do but what is here.
 *
 * @param {Walk} walk
 */
export async function keepBasemap(walk) {
  if (walk.shut) return forgetBasemap(walk.id);
  const { connection } = /** @type {any} */ (navigator);
  if (connection?.saveData || !globalThis.caches) return;
  await new Promise((go) => setTimeout(go, QUIET_MS));
  await basemapOf(walk)
    .then(() => keepLayer(nameOf(walk.id)))
    .catch(() => undefined);
}

/**
 * What draws the basemap must be on the phone too; the worker keeps it with the next visit.
 *
 * @param {string} name of a cache
 */
async function keepLayer(name) {
  const { address } = await import("./layer.js");
  if (!(await caches.match(address, { ignoreVary: true })))
    await (await caches.open(name)).add(address);
}

/** @param {string} id the walk's */
export async function forgetBasemap(id) {
  await globalThis.caches?.delete(nameOf(id));
}
