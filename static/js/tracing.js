import { ask } from "./api.js";
import { fixOf } from "./position.js";
import { noted, takenUp } from "./trace.js";
import { remember, remembered } from "./walk-memory.js";

/**
 * Notes where somebody walks: only if they agreed, only while the walk is live and the page open.
 *
 * @typedef {import("./app.js").App} App
 */

const FRESH_MS = 600_000; // how often the phone asks whether the walk has begun or ended
const OPTIONS = { enableHighAccuracy: true, maximumAge: 0, timeout: 60_000 };

/** @type {WeakMap<App, Tracing>} */
const tracings = new WeakMap();

/**
 * The one that notes for this page.
 *
 * @param {App} app
 * @returns {Tracing}
 */
export function tracingOf(app) {
  const found = tracings.get(app) ?? new Tracing(app);
  tracings.set(app, found);
  return found;
}

/** Follows the phone's position; a "change" event tells of every point and every turn. */
export class Tracing extends EventTarget {
  /** @param {App} app */
  constructor(app) {
    super();
    this.app = app;
    /** @type {number | undefined} */
    this.number = undefined;
    this.askedAt = Date.now();
    this.isDenied = false;
    this.writing = Promise.resolve();
    document.addEventListener("visibilitychange", () => this.look());
    app.store.addEventListener("change", () => this.look());
  }

  get isOn() {
    return this.number !== undefined;
  }

  /** Begins or ends noting, as it should be now. */
  async look() {
    const isSeen = document.visibilityState === "visible";
    const isAgreed = isSeen && Boolean(await remembered(this.app, "trace-agreed"));
    const may = isAgreed && this.app.sheet.itinerary !== null;
    if (may) this.keepFresh();
    if (may && this.app.sheet.walk.state === "live") this.start();
    else this.stop();
  }

  start() {
    if (this.isOn || !("geolocation" in navigator)) return;
    this.number = navigator.geolocation.watchPosition(
      (found) => this.take(fixOf(found)),
      (error) => this.fail(error),
      OPTIONS,
    );
    this.change(takenUp);
  }

  stop() {
    if (this.number === undefined) return;
    navigator.geolocation.clearWatch(this.number);
    this.number = undefined;
    this.dispatchEvent(new Event("change"));
  }

  /** @param {import("./position.js").Fix} fix */
  take(fix) {
    this.isDenied = false;
    if (this.isOn) this.change((way) => noted(way, fix));
  }

  /** @param {GeolocationPositionError} error */
  fail(error) {
    this.isDenied = error.code === error.PERMISSION_DENIED;
    this.dispatchEvent(new Event("change"));
  }

  /** @returns {Promise<import("./trace.js").Way>} */
  async way() {
    return (await remembered(this.app, "way")) ?? [];
  }

  /**
   * Changes the way, one change after the other.
   *
   * @param {(way: import("./trace.js").Way) => import("./trace.js").Way} change
   */
  change(change) {
    this.writing = this.writing.then(async () => {
      const before = await this.way();
      const after = change(before);
      if (after !== before) await remember(this.app, "way", after);
      this.dispatchEvent(new Event("change"));
    });
    return this.writing;
  }

  /**
   * Agrees, or no longer; then nothing of the way stays on the phone.
   *
   * @param {boolean} yes
   */
  async agree(yes) {
    await remember(this.app, "trace-agreed", yes);
    await this.look();
    if (!yes) await this.change(() => []);
  }

  /** Asks now and then whether the walk is live: the phone has no other way to know. */
  async keepFresh() {
    const { walk, store } = this.app;
    if (!["enrolling", "live"].includes(walk.sheet.walk.state)) return;
    if (Date.now() - this.askedAt < FRESH_MS) return;
    this.askedAt = Date.now();
    const answer = await ask("GET", `/api/walks/${walk.id}`, { token: walk.token }).catch(
      () => null,
    );
    if (answer) await store.change("walks", walk.id, (one) => ({ ...one, sheet: answer.body }));
  }
}
