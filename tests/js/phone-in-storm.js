/**
 * A resident's phone with the real client code, on a network that a test makes bad: it joins,
 * records what it is told to, and does not rest before everything is acknowledged.
 *
 * `node phone-in-storm.js '{"base": "http://127.0.0.1:1", "code": "FHKLMP", …}'` prints what it
 * recorded, and what the server acknowledged of it, as one line of JSON.
 *
 * @typedef {object} Orders
 * @property {string} base where the proxy listens
 * @property {string} code of the walk
 * @property {string} walk its id
 * @property {string} consent the version of the words of consent
 * @property {number} seed
 * @property {number} observations
 * @property {number} photos of each observation
 * @property {string[]} pictures paths of JPEGs, of which each photo is made different
 * @property {string} sound path of a voice note
 * @property {number} seconds after which it gives up
 * @property {boolean} waitsUntilKept not only until photos are received
 */

import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";
import { argv, exit } from "node:process";
import { Unreachable } from "../../static/js/api.js";
import { App } from "../../static/js/app.js";
import { join } from "../../static/js/joining.js";
import { isChanged, isWaiting, mediaIn } from "../../static/js/outbox.js";
import { mediaOf } from "../../static/js/photos.js";
import { Sender } from "../../static/js/sender.js";
import { openStore } from "../../static/js/store.js";
import { speak } from "../../static/js/words.js";
import { chances, commented } from "./chances.js";

/** @type {Orders} */
const orders = JSON.parse(argv[2] ?? "{}");
const chance = chances(orders.seed);
const tries = { requests: 0, hurries: 0 };
const BREATH_MS = 40;

// What a page has and Node has not: an address of its own, and a line that is read out.
const send = globalThis.fetch;
globalThis.fetch = (path, request) => {
  tries.requests += 1;
  return send(new URL(String(path), orders.base), request);
};
const line = { textContent: "", append() {}, remove() {} };
Object.assign(globalThis, { window: globalThis });
const page = { getElementById: () => line, createElement: () => line, querySelector: () => line };
Object.assign(globalThis, { document: page, location: { hash: "" } });
speak({ "kept.here": "Kept on this phone." }, "en");

const store = await openStore();
await joined();
const walk = /** @type {import("./an.js").JoinedWalk} */ (await store.get("walks", orders.walk));
const sender = new Sender(store, walk.id);
const app = new App({ store, sender, walk, addresses: {} });

await app.errand("profile", "PUT", "/profile", { gender: "woman", sensitive_consent: false });
for (let n = 0; n < orders.observations; n += 1) {
  await recordOne(n);
  await pause(chance(BREATH_MS));
}
await app.errand("profile", "PUT", "/profile", { gender: "man", sensitive_consent: false });
await settle();
console.log(JSON.stringify(await told()));
exit(0);

/** Joins, as often as it takes to hear the answer. */
async function joined() {
  const { walk, code, consent } = orders;
  for (;;) {
    try {
      return await join(store, { walk, code, consent, language: "en" });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      await pause(BREATH_MS);
    }
  }
}

/**
 * Records one thing as the screens do: a draft, its photos, "keep", and often more after it.
 *
 * @param {number} n
 */
async function recordOne(n) {
  await app.begin("problem", "footway");
  const id = location.hash.slice("record/".length);
  for (let m = 0; m < orders.photos; m += 1) await photograph(id);
  if (n % 3 === 1) await speakOn(id);
  await app.keep(id);
  if (chance(2)) await app.change(id, { severity: 1 + chance(3) });
  if (chance(3) === 0) await app.change(id, { note: `Note ${n}, élargir le trottoir.` });
}

/** @param {string} id */
async function photograph(id) {
  const picture = orders.pictures[chance(orders.pictures.length)] ?? "";
  const bytes = commented(readFileSync(picture), chance);
  await addMedia(id, "photo", bytes, "image/jpeg");
}

/** @param {string} id */
async function speakOn(id) {
  if (!orders.sound) return;
  const bytes = new Uint8Array(readFileSync(orders.sound)).buffer;
  await addMedia(id, "voice", bytes, "audio/webm");
}

/**
 * @param {string} id
 * @param {"photo" | "voice"} medium
 * @param {ArrayBuffer} bytes
 * @param {string} type
 */
async function addMedia(id, medium, bytes, type) {
  const observation = await store.get("observations", id);
  if (!observation) throw new Error(`${id} is gone`);
  const media = await mediaOf(observation, medium, { bytes, type, seconds: 1 });
  await store.addMedia(media, bytes);
}

/** Sends until nothing is left to send or to ask after. */
async function settle() {
  const deadline = Date.now() + orders.seconds * 1000;
  while (Date.now() < deadline) {
    if (await isSettled()) return;
    tries.hurries += 1;
    await sender.hurry();
    await pause((await isDelivered()) ? 20 * BREATH_MS : BREATH_MS);
  }
}

async function isDelivered() {
  const { observations, media, errands } = await sender.backlog();
  const waits = media.some((one) => one.state === "waiting");
  return !waits && !observations.some(isChanged) && !errands.some(isWaiting);
}

async function isSettled() {
  const { media } = await sender.backlog();
  const isOpen = orders.waitsUntilKept && media.some((one) => one.state === "received");
  return !isOpen && (await isDelivered());
}

async function told() {
  const { observations, media, errands } = await sender.backlog();
  return {
    participant: walk.participant_id,
    ...tries,
    errands: errands.map(({ name, json, change, sent, refusal }) => ({
      ...{ name, json, change, sent, refusal },
    })),
    observations: observations.map((one) => ({
      id: one.id,
      change: one.change,
      note: one.content.note,
      severity: one.content.severity,
      acknowledged: one.acknowledged,
      refusal: one.refusal,
      media: mediaIn(one, media).map(({ id, medium, digest, state, detail }) => ({
        ...{ id, medium, digest, state, detail },
      })),
    })),
  };
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
