import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { clock } from "../../static/js/clock.js";
import { digestOf } from "../../static/js/digest.js";
import { openStore } from "../../static/js/store.js";
import { NoMicrophone, recordable, startRecording } from "../../static/js/voice.js";
import { finish, finishLeft, keepPiece } from "../../static/js/voice-pieces.js";
import { aDraft } from "./an.js";

/** @typedef {import("../../static/js/store.js").Store} Store */

let number = 0;
/** @type {Store} */
let store;
/** @type {FakeRecorder | undefined} */
let recorder;
let kicks = 0;
let now = 0;
const tracks = [{ stopped: false, stop: () => undefined }];

/** Records what the test says. */
class FakeRecorder {
  static accepts = "audio/webm;codecs=opus";

  /** @param {string} type */
  static isTypeSupported(type) {
    return type === FakeRecorder.accepts;
  }

  /**
   * @param {unknown} _stream
   * @param {{mimeType: string}} options
   */
  constructor(_stream, { mimeType }) {
    this.mimeType = mimeType;
    this.state = "inactive";
    this.pieceMs = 0;
    /** @type {(event: {data: Blob}) => void} */
    this.ondataavailable = () => undefined;
    this.onstop = () => undefined;
    recorder = this;
  }

  /** @param {number} pieceMs */
  start(pieceMs) {
    this.state = "recording";
    this.pieceMs = pieceMs;
  }

  /** @param {string} text */
  says(text) {
    now += this.pieceMs;
    this.ondataavailable({ data: new Blob([text], { type: this.mimeType }) });
  }

  stop() {
    this.state = "inactive";
    this.pieceMs = 0;
    this.says(".");
    this.onstop();
  }
}

class FakeContext {
  static state = "running";

  get state() {
    return FakeContext.state;
  }

  async resume() {}

  createAnalyser() {
    const fill = (/** @type {Float32Array} */ samples) => samples.fill(0.1);
    return { fftSize: 32, getFloatTimeDomainData: fill };
  }

  createMediaStreamSource() {
    return { connect: () => undefined };
  }

  close() {
    return Promise.resolve();
  }
}

/** @param {() => Promise<unknown>} getUserMedia */
function givePhone(getUserMedia) {
  Object.defineProperty(globalThis.navigator, "mediaDevices", {
    value: { getUserMedia },
    configurable: true,
  });
}

beforeEach(async () => {
  number += 1;
  store = await openStore(`voice-${number}`);
  kicks = 0;
  performance.now = () => now;
  Object.assign(globalThis, { MediaRecorder: FakeRecorder, AudioContext: FakeContext });
  FakeRecorder.accepts = "audio/webm;codecs=opus";
  FakeContext.state = "running";
  givePhone(async () => ({ getTracks: () => tracks }));
});
afterEach(() => store.close());

function app() {
  return /** @type {any} */ ({ store, sender: { kick: () => (kicks += 1) } });
}

/** @param {string} text */
function piece(text, seconds = 1) {
  const bytes = /** @type {ArrayBuffer} */ (new TextEncoder().encode(text).buffer);
  return { bytes, type: "audio/webm", seconds };
}

/** @param {string | null | undefined} id */
async function saidIn(id) {
  const held = await store.get("bytes", String(id));
  return held && new TextDecoder().decode(held.bytes);
}

test("what was said becomes the observation's voice note, with its digest and length", async () => {
  const draft = aDraft();
  await store.keep({ observations: [draft] });
  const recording = await startRecording(store, draft.id, 120);
  assert.equal(recorder?.pieceMs, 1000);
  assert.ok(Math.abs((recording.level ?? 0) - 0.5) < 0.01);
  recorder?.says("the lamp ");
  recorder?.says("is broken");
  const media = await recording.stop();
  const after = await store.get("observations", draft.id);
  assert.equal(after?.voice, media?.id);
  assert.equal(after?.change, draft.change + 1);
  assert.equal(await saidIn(media?.id), "the lamp is broken.");
  assert.equal(media?.medium, "voice");
  assert.equal(media?.type, "audio/webm;codecs=opus");
  const bytes = (await store.get("bytes", String(media?.id)))?.bytes ?? new ArrayBuffer(0);
  assert.equal(media?.digest, await digestOf(bytes));
  assert.equal(await store.with((db) => db.count("choices")), 0);
});

test("where the phone does not let sound be measured, nothing is said of how loud it is", async () => {
  const draft = aDraft();
  await store.keep({ observations: [draft] });
  FakeContext.state = "suspended";
  const recording = await startRecording(store, draft.id, 120);
  assert.equal(recording.level, null);
  await recording.stop();
});

test("it stops by itself at the limit", async () => {
  const draft = aDraft();
  await store.keep({ observations: [draft] });
  const recording = await startRecording(store, draft.id, 0.6);
  recorder?.says("a");
  const media = await recording.ended;
  assert.equal(await saidIn(media?.id), "a.");
  assert.equal(media?.seconds, 0.6);
});

test("pieces that a killed browser left become the note, in their order", async () => {
  const draft = aDraft();
  await store.keep({ observations: [draft] });
  for (let at = 0; at < 12; at += 1) {
    await keepPiece(store, draft.id, at, piece(`${at} `, at + 1));
  }
  await finishLeft(app());
  const after = await store.get("observations", draft.id);
  assert.equal(await saidIn(after?.voice), "0 1 2 3 4 5 6 7 8 9 10 11 ");
  assert.equal((await store.get("media", String(after?.voice)))?.seconds, 12);
  assert.equal(await store.with((db) => db.count("choices")), 0);
  assert.equal(kicks, 1);
});

test("pieces stay with their own observation, and go with one that was taken back", async () => {
  const [here, gone] = [aDraft(), aDraft({ id: "018f0000-0000-7000-8000-0000000000ff" })];
  await store.keep({ observations: [here, { ...gone, withdrawn: true }] });
  await keepPiece(store, here.id, 0, piece("here"));
  await keepPiece(store, gone.id, 0, piece("gone"));
  await finishLeft(app());
  assert.equal(await saidIn((await store.get("observations", here.id))?.voice), "here");
  assert.equal((await store.get("observations", gone.id))?.voice, null);
  assert.equal(await store.with((db) => db.count("choices")), 0);
});

test("where nothing was left, nothing is done", async () => {
  await store.choose("theme", "dark");
  await finishLeft(app());
  assert.equal(kicks, 0);
  assert.equal(await store.choice("theme"), "dark");
  assert.equal(await finish(store, aDraft().id), undefined);
});

test("recorded anew, the new note takes the old one's place", async () => {
  const draft = aDraft();
  await store.keep({ observations: [draft] });
  const first = await startRecording(store, draft.id, 120);
  recorder?.says("first");
  await first.stop();
  const second = await startRecording(store, draft.id, 120);
  recorder?.says("anew");
  const media = await second.stop();
  assert.equal((await store.get("observations", draft.id))?.voice, media?.id);
  assert.equal((await store.of("media", draft.walk_id)).length, 1);
  assert.equal(await saidIn(media?.id), "anew.");
});

test("a slip of the finger is no note, and leaves the one there is", async () => {
  const draft = aDraft();
  await store.keep({ observations: [draft] });
  const first = await startRecording(store, draft.id, 120);
  recorder?.says("first");
  const media = await first.stop();
  assert.equal(await (await startRecording(store, draft.id, 120)).stop(), undefined);
  assert.equal((await store.get("observations", draft.id))?.voice, media?.id);
  assert.equal(await store.with((db) => db.count("choices")), 0);
});

test("a piece that finds no room ends the recording, and what is there is kept", async () => {
  const draft = aDraft();
  await store.keep({ observations: [draft] });
  const recording = await startRecording(store, draft.id, 120);
  recorder?.says("kept");
  await recording.written;
  const { with: real } = store;
  store.with = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  recorder?.says("lost");
  await recording.written.catch(() => undefined);
  store.with = real;
  assert.equal(await saidIn((await recording.ended)?.id), "kept");
});

test("the best that the browser understands is recorded", () => {
  assert.equal(recordable(), "audio/webm;codecs=opus");
  FakeRecorder.accepts = "audio/mp4";
  assert.equal(recordable(), "audio/mp4");
  FakeRecorder.accepts = "video/x-nothing";
  assert.equal(recordable(), undefined);
});

test("no recorder and a closed microphone are told apart", async () => {
  givePhone(() => Promise.reject(new DOMException("no", "NotAllowedError")));
  await assert.rejects(startRecording(store, "a", 1), (/** @type {unknown} */ error) => {
    return error instanceof NoMicrophone && error.isDenied;
  });
  givePhone(() => Promise.reject(new DOMException("none", "NotFoundError")));
  await assert.rejects(startRecording(store, "a", 1), (/** @type {unknown} */ error) => {
    return error instanceof NoMicrophone && !error.isDenied;
  });
  Object.assign(globalThis, { MediaRecorder: undefined });
  delete (/** @type {any} */ (globalThis).MediaRecorder);
  await assert.rejects(startRecording(store, "a", 1), NoMicrophone);
});

test("lengths are written as minutes and seconds", () => {
  assert.deepEqual([0, 9.4, 65, 120].map(clock), ["0:00", "0:09", "1:05", "2:00"]);
});
