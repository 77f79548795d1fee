import { Zip, ZipPassThrough } from "fflate";
import { digestOfDelivery } from "./digest.js";
import { deliveryOf, isChanged } from "./outbox.js";
import { withOffset } from "./recording.js";

/**
 * The rescue file: what this phone could not send, as one zip that a facilitator can load. What it
 * looks like is written in docs/rescue-file.md. It holds neither token nor receipt.
 *
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").Observation} Observation
 * @typedef {import("./store.js").Media} Media
 */

const ENDINGS = /** @type {Record<string, string>} */ ({
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/avif": "avif",
  "image/heic": "heic",
  "image/heif": "heif",
  "audio/webm": "webm",
  "audio/ogg": "ogg",
  "audio/mp4": "m4a",
});

/**
 * The file; null when everything has been acknowledged.
 *
 * @param {Store} store
 * @param {string} walkId
 * @returns {Promise<File | null>}
 */
export async function rescueFile(store, walkId) {
  const walk = await store.get("walks", walkId);
  const all = await store.of("observations", walkId);
  const media = await store.of("media", walkId);
  const withdrawn = all.filter((one) => one.withdrawn);
  const unsent = all.filter((one) => isChanged(one) && !one.withdrawn);
  const owed = owedOf(all, media);
  if (!walk || [withdrawn, unsent, owed].every((some) => some.length === 0)) return null;
  const zip = new Pieces();
  zip.addJson("walk.json", {
    format: "walks-rescue",
    version: 1,
    walk: walkId,
    participant: walk.participant_id,
    made_at: withOffset(new Date()),
    withdrawn: withdrawn.map((one) => one.id),
    media: owed.map(({ id, observation_id: observation, medium, type, digest }) => {
      return { id, observation, medium, type, digest };
    }),
  });
  for (const one of unsent) {
    const attempts = await attemptsOf(one, media);
    const deliveries = attempts.map(({ body, digest }) => ({ delivery: body, digest }));
    zip.addJson(`observations/${one.id}.json`, { deliveries });
    await remember(store, one, attempts.at(-1));
  }
  for (const one of owed) {
    const held = await store.get("bytes", one.id);
    if (held) zip.add(nameOf(one), new Uint8Array(held.bytes));
  }
  return zip.asFile(`walk-unsent-${crypto.randomUUID().slice(0, 6)}.zip`);
}

/**
 * Gives the file to the phone's share sheet where it takes such files, else as a download.
 *
 * @param {File} file
 */
export async function offer(file) {
  const shared = { files: [file] };
  if (navigator.canShare?.(shared)) {
    try {
      return await navigator.share(shared);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return undefined;
    }
  }
  return download(file, file.name);
}

/**
 * @param {Blob} content
 * @param {string} name
 */
export function download(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser may read it a while
}

/**
 * What the phone would deliver, oldest first: a delivery whose answer was never seen goes before
 * what was said since, as in the outbox.
 *
 * @param {Observation} observation
 * @param {Media[]} media
 * @returns {Promise<import("./store.js").Attempt[]>}
 */
async function attemptsOf(observation, media) {
  const { attempt, change } = observation;
  const sent = attempt ? [attempt] : [];
  if (attempt && attempt.change >= change) return sent;
  const body = deliveryOf(observation, media);
  if (attempt) body.based_on = (attempt.body.based_on ?? 0) + 1;
  return [...sent, { change, body, digest: await digestOfDelivery(body), at: 0 }];
}

/**
 * Remembers what the file held, so that the phone knows its own words again once somebody loaded it.
 *
 * @param {Store} store
 * @param {Observation} observation
 * @param {import("./store.js").Attempt} [rescued]
 */
async function remember(store, observation, rescued) {
  if (!rescued) return;
  await store.change("observations", observation.id, (one) => ({ ...one, rescued }));
}

/**
 * The photos and voice notes that the server has not, of what is more than a draft.
 *
 * @param {Observation[]} observations
 * @param {Media[]} media
 */
function owedOf(observations, media) {
  const meant = observations.filter((one) => one.kept_at !== null && !one.withdrawn);
  const ids = new Set(meant.map((one) => one.id));
  return media.filter(
    (one) => ["waiting", "refused"].includes(one.state) && ids.has(one.observation_id),
  );
}

/** @param {Media} media */
function nameOf({ id, type, medium }) {
  const ending = ENDINGS[type.split(";")[0] ?? ""] ?? (medium === "photo" ? "img" : "snd");
  return `media/${id}.${ending}`;
}

/** A zip, piece by piece: nothing is packed, since pictures and sound are small already. */
class Pieces {
  constructor() {
    /** @type {Uint8Array<ArrayBuffer>[]} */
    this.blocks = [];
    this.zip = new Zip((error, block) => {
      if (error) throw error;
      this.blocks.push(/** @type {Uint8Array<ArrayBuffer>} */ (block));
    });
  }

  /**
   * @param {string} name
   * @param {Uint8Array} bytes
   */
  add(name, bytes) {
    const piece = new ZipPassThrough(name);
    this.zip.add(piece);
    piece.push(bytes, true);
  }

  /**
   * @param {string} name
   * @param {unknown} said
   */
  addJson(name, said) {
    this.add(name, new TextEncoder().encode(JSON.stringify(said)));
  }

  /** @param {string} name */
  asFile(name) {
    this.zip.end();
    return new File(this.blocks, name, { type: "application/zip" });
  }
}
