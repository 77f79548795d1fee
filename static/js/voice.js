import { finish, forgetPieces, keepPiece, lockOf } from "./voice-pieces.js";

/**
 * Recording a voice note with what the browser has.
 *
 * @typedef {import("./store.js").Store} Store
 */

// What browsers record, the best understood first.
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus", "audio/webm"];
const BITS = 32_000; // a second: clear speech, half a megabyte in two minutes
const PIECE_MS = 1_000;
const LOUD = 5; // speech at arm's length fills the meter

/** This browser cannot record, or may not. */
export class NoMicrophone extends Error {
  /** @param {boolean} isDenied whether somebody or something said no */
  constructor(isDenied) {
    super("no microphone");
    this.isDenied = isDenied;
  }
}

/** @returns {string | undefined} what this browser can record */
export function recordable() {
  const has = "MediaRecorder" in globalThis && navigator.mediaDevices?.getUserMedia;
  return has ? TYPES.find((type) => MediaRecorder.isTypeSupported(type)) : undefined;
}

/**
 * Begins to record for an observation.
 *
 * @param {Store} store
 * @param {string} observationId
 * @param {number} mostSeconds
 * @returns {Promise<Recording>}
 * @throws {NoMicrophone}
 */
export async function startRecording(store, observationId, mostSeconds) {
  const type = recordable();
  if (!type) throw new NoMicrophone(false);
  const stream = await microphone();
  await forgetPieces(store, observationId);
  return new Recording({ store, observationId, mostSeconds, stream, type });
}

/** @returns {Promise<MediaStream>} */
async function microphone() {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
  } catch (error) {
    const denials = ["NotAllowedError", "SecurityError"];
    throw new NoMicrophone(error instanceof DOMException && denials.includes(error.name));
  }
}

/** A voice note that is being recorded; `ended` gives what was kept. */
export class Recording {
  /**
   * @param {{store: Store, observationId: string, mostSeconds: number, stream: MediaStream,
   *   type: string}} of
   */
  constructor({ store, observationId, mostSeconds, stream, type }) {
    this.store = store;
    this.observationId = observationId;
    this.mostSeconds = mostSeconds;
    this.stream = stream;
    this.began = performance.now();
    this.pieces = 0;
    this.written = Promise.resolve();
    this.recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS });
    this.recorder.ondataavailable = ({ data }) => this.take(data);
    /** @type {Promise<import("./store.js").Media | undefined>} */
    this.ended = this.lasting(
      new Promise((resolve) => {
        this.recorder.onstop = () => resolve(this.close());
      }),
    );
    this.ears = new Ears(stream);
    this.recorder.start(PIECE_MS);
    this.end = setTimeout(() => this.stop(), mostSeconds * 1000);
  }

  /** How long it is, in seconds. */
  get seconds() {
    return Math.min((performance.now() - this.began) / 1000, this.mostSeconds);
  }

  /** How loud it is now, from 0 to 1; null where the phone does not let its sound be measured. */
  get level() {
    return this.ears.level;
  }

  /** Ends it; what was said is kept. */
  stop() {
    if (this.recorder.state !== "inactive") this.recorder.stop();
    return this.ended;
  }

  /** @param {Blob} data */
  take(data) {
    if (data.size === 0) return;
    const number = this.pieces;
    this.pieces += 1;
    const { seconds, store, observationId } = this;
    const { type } = data;
    this.written = this.written.then(async () => {
      const bytes = await data.arrayBuffer();
      await keepPiece(store, observationId, number, { bytes, type, seconds });
    });
    // A phone that is full can write no more; what it has is kept.
    this.written.catch(() => this.stop());
  }

  async close() {
    clearTimeout(this.end);
    for (const track of this.stream.getTracks()) track.stop();
    await this.ears.close();
    await this.written.catch(() => undefined);
    return finish(this.store, this.observationId);
  }

  /**
   * Holds the lock that tells other tabs to leave the pieces alone.
   *
   * @template T
   * @param {Promise<T>} ending
   * @returns {Promise<T>}
   */
  lasting(ending) {
    return navigator.locks
      ? navigator.locks.request(lockOf(this.observationId), () => ending)
      : ending;
  }
}

/** Listens how loud it is. */
class Ears {
  /** @param {MediaStream} stream */
  constructor(stream) {
    this.context = new AudioContext();
    this.analyser = this.context.createAnalyser();
    this.samples = new Float32Array(this.analyser.fftSize);
    this.context.createMediaStreamSource(stream).connect(this.analyser);
    this.context.resume();
  }

  get level() {
    if (this.context.state !== "running") return null;
    this.analyser.getFloatTimeDomainData(this.samples);
    const power = this.samples.reduce((sum, one) => sum + one * one, 0) / this.samples.length;
    return Math.min(1, Math.sqrt(power) * LOUD);
  }

  close() {
    return this.context.close();
  }
}
