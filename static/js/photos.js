import { fetchFile } from "./api.js";
import { digestOf } from "./digest.js";
import { h } from "./dom.js";
import { newId } from "./ids.js";
import { shrunk } from "./shrinking.js";
import { word } from "./words.js";

/**
 * Photos on the phone: shrunk, digested, shown.
 *
 * @typedef {import("./store.js").Media} Media
 */

const PATIENCE_MS = 10_000;

/** The picture cannot be used here, and is too large to be sent as it is. */
export class Unusable extends Error {}

/**
 * Makes a photo of a file that the person took or chose. One that this browser cannot read goes
 * to the server as it is, which knows more formats.
 *
 * @param {File} file
 * @param {{observation: import("./store.js").Observation, worker: string, maxBytes: number}} of
 * @returns {Promise<{media: Media, bytes: ArrayBuffer}>}
 * @throws {Unusable}
 */
export async function photoOf(file, { observation, worker, maxBytes }) {
  const small = await shrink(file, worker);
  if (!small && (file.size > maxBytes || file.size === 0)) throw new Unusable();
  const bytes = small ?? (await file.arrayBuffer());
  const type = small ? "image/jpeg" : file.type || "application/octet-stream";
  return { media: await mediaOf(observation, "photo", { bytes, type }), bytes };
}

/**
 * A photo or a voice note that waits to be sent.
 *
 * @param {import("./store.js").Observation} observation
 * @param {Media["medium"]} medium
 * @param {{bytes: ArrayBuffer, type: string, seconds?: number}} of
 * @returns {Promise<Media>}
 */
export async function mediaOf(observation, medium, { bytes, type, seconds }) {
  return {
    id: newId(),
    observation_id: observation.id,
    walk_id: observation.walk_id,
    medium,
    type,
    size: bytes.byteLength,
    seconds: seconds ?? null,
    digest: await digestOf(bytes),
    state: "waiting",
    detail: "",
    kept_at: null,
    tries: 0,
    not_before: 0,
  };
}

/**
 * Shrinks aside where the browser can, so that the page stays alive; here where the worker's script
 * does not come, as in a bad network before the phone keeps it.
 *
 * @param {File} file
 * @param {string} worker address of the worker's script
 * @returns {Promise<ArrayBuffer | null>} null when this browser cannot read the picture
 */
async function shrink(file, worker) {
  const aside = canDrawInWorker() ? await started(worker) : null;
  if (aside) return shrinkAside(file, aside);
  try {
    return await shrunk(file, (size) => Object.assign(document.createElement("canvas"), size));
  } catch {
    return null;
  }
}

function canDrawInWorker() {
  if (!("OffscreenCanvas" in globalThis) || !("Worker" in globalThis)) return false;
  return "convertToBlob" in OffscreenCanvas.prototype;
}

/**
 * @param {string} address
 * @returns {Promise<Worker | null>} null when it does not come in time
 */
function started(address) {
  const worker = new Worker(address);
  return new Promise((resolve) => {
    const giveUp = () => {
      worker.terminate();
      resolve(null);
    };
    const late = setTimeout(giveUp, PATIENCE_MS);
    worker.onerror = giveUp;
    worker.onmessage = () => {
      clearTimeout(late);
      resolve(worker);
    };
  });
}

/**
 * @param {File} file
 * @param {Worker} worker that is ready
 * @returns {Promise<ArrayBuffer | null>}
 */
function shrinkAside(file, worker) {
  return new Promise((resolve) => {
    const end = (/** @type {ArrayBuffer | null} */ bytes) => {
      worker.terminate();
      resolve(bytes);
    };
    worker.onmessage = ({ data }) => end(data.bytes);
    worker.onerror = () => end(null);
    worker.postMessage({ file });
  });
}

/**
 * The bytes of a photo: this phone's own, else the server's, which may be asked for what this
 * phone let go of or never had.
 *
 * @param {import("./store.js").Store} store
 * @param {Media} photo
 * @returns {Promise<Blob | undefined>}
 */
async function contentOf(store, photo) {
  const held = await store.get("bytes", photo.id);
  if (held) return new Blob([held.bytes], { type: photo.type });
  const walk = await store.get("walks", photo.walk_id);
  const path = `/media/photos/${photo.id}/screen`;
  return walk && fetchFile(path, walk.token).catch(() => undefined);
}

/**
 * A picture element of a photo; its address is let go of once it is drawn. Where the phone holds
 * it no longer, and the server is not reached, words take its place.
 *
 * @param {import("./store.js").Store} store
 * @param {Media} photo
 * @param {string} alternative what it shows, in words
 * @returns {HTMLImageElement}
 */
export function pictureOf(store, photo, alternative) {
  const picture = new Image();
  picture.alt = alternative;
  picture.onload = () => URL.revokeObjectURL(picture.src);
  const say = (/** @type {string} */ text) =>
    picture.replaceWith(h("p", { class: "photo__waiting" }, text));
  picture.onerror = () => {
    URL.revokeObjectURL(picture.src);
    say(alternative);
  };
  contentOf(store, photo).then((content) => {
    if (content) picture.src = URL.createObjectURL(content);
    else say(word("photo.gone", { name: alternative }));
  });
  return picture;
}
