import { apart, Plane } from "./plane.js";
import { word } from "./words.js";

/**
 * Where the phone is, while a record is open: the best fix is kept, and nothing waits for it.
 *
 * @typedef {import("./store.js").Position} Position
 * @typedef {{position: Position, at: number}} Fix `at` in milliseconds since 1970
 * @typedef {Omit<Position, "source">} Spot a place of which only the measure counts
 * @typedef {"waiting" | "found" | "denied" | "missing"} Search
 */

const OLD_MS = 60_000;
const COARSE_M = 100;
const PATIENCE_MS = 20_000; // a browser whose question nobody answers tells the page nothing, ever

/**
 * The better of two fixes: the finer one, unless it has grown old.
 *
 * @param {Fix | null} kept
 * @param {Fix} fresh
 * @returns {Fix}
 */
export function better(kept, fresh) {
  if (!kept || fresh.at - kept.at > OLD_MS) return fresh;
  const worst = Number.POSITIVE_INFINITY;
  const isFiner = (fresh.position.accuracy_m ?? worst) <= (kept.position.accuracy_m ?? worst);
  return isFiner ? fresh : kept;
}

/**
 * An accuracy rounded as people say it: 8, 15, 40, 300 metres.
 *
 * @param {number} metres
 * @returns {number}
 */
export function rounded(metres) {
  const step = metres < 10 ? 1 : metres < 30 ? 5 : metres < 100 ? 10 : 50;
  return Math.max(Math.round(metres / step) * step, 1);
}

/**
 * How well the place is known, in words.
 *
 * @param {Position} position
 * @param {number} [age] milliseconds since it was measured
 * @returns {string}
 */
export function inWordsOf(position, age = 0) {
  if (position.source === "map") return word("place.on_map");
  if (position.source === "photo") return word("place.of_photo");
  if (position.accuracy_m === null) return word("place.measured");
  const metres = rounded(position.accuracy_m);
  const isCoarse = position.accuracy_m > COARSE_M;
  const accuracy = word(isCoarse ? "place.coarse" : "place.fine", { metres });
  if (age <= OLD_MS) return accuracy;
  return `${accuracy} ${word("place.old", { count: Math.round(age / OLD_MS) })}`;
}

/**
 * How long ago a place was measured, as far as this page saw it.
 *
 * @param {Position} position
 * @param {Fix | null} best
 * @param {number} [now]
 * @returns {number} milliseconds; 0 when it is another place than the page measured
 */
export function ageOf(position, best, now = Date.now()) {
  const isSame =
    best?.position.longitude === position.longitude && best.position.latitude === position.latitude;
  return best && isSame ? Math.max(now - best.at, 0) : 0;
}

/**
 * Whether a place is known only roughly: by a fix that is coarse or has grown old.
 *
 * @param {Position} position
 * @param {number} age milliseconds
 */
export function isRough({ accuracy_m }, age) {
  return age > OLD_MS || (accuracy_m ?? 0) > COARSE_M;
}

/**
 * @param {Omit<Spot, "accuracy_m">} one
 * @param {Omit<Spot, "accuracy_m">} other
 * @returns {number} metres
 */
export function metresBetween(one, other) {
  const plane = new Plane([one.longitude, one.latitude]);
  return apart(plane.spot([other.longitude, other.latitude]), { x: 0, y: 0 });
}

/**
 * A fix of the browser's as Walks keeps it; coordinates to about 10 centimetres.
 *
 * @param {GeolocationPosition} found
 * @returns {Fix}
 */
export function fixOf({ coords, timestamp }) {
  const position = {
    longitude: Number(coords.longitude.toFixed(6)),
    latitude: Number(coords.latitude.toFixed(6)),
    accuracy_m: Math.round(coords.accuracy * 10) / 10,
    source: /** @type {const} */ ("gps"),
  };
  return { position, at: timestamp };
}

/** Watches the phone's position and tells by a "change" event what it found. */
export class Watch extends EventTarget {
  constructor() {
    super();
    /** @type {Fix | null} */
    this.best = null;
    /** @type {Search} */
    this.search = "geolocation" in navigator ? "waiting" : "missing";
    /** @type {number | undefined} */
    this.number = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.patience = undefined;
  }

  /** Begins, or goes on. */
  start() {
    if (this.number !== undefined || this.search === "missing") return;
    const options = { enableHighAccuracy: true, maximumAge: 5_000, timeout: 30_000 };
    this.number = navigator.geolocation.watchPosition(
      (found) => this.take(fixOf(found)),
      (error) => this.fail(error),
      options,
    );
    this.patience = setTimeout(() => this.lack(), PATIENCE_MS);
  }

  /** Lets the phone's receiver sleep; the next record measures anew. */
  stop() {
    if (this.number !== undefined) navigator.geolocation.clearWatch(this.number);
    clearTimeout(this.patience);
    this.number = undefined;
    this.best = null;
    if (this.search === "found") this.search = "waiting";
  }

  /** @param {Fix} fix */
  take(fix) {
    clearTimeout(this.patience);
    this.best = better(this.best, fix);
    this.search = "found";
    this.dispatchEvent(new Event("change"));
  }

  /** @param {GeolocationPositionError} error */
  fail(error) {
    if (error.code === error.PERMISSION_DENIED) this.lack();
  }

  /** No position comes, or none so far: that is said, and a later one is still taken. */
  lack() {
    if (this.best) return;
    this.search = "denied";
    this.dispatchEvent(new Event("change"));
  }
}
