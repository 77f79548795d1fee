import { apart, Plane } from "./plane.js";

/**
 * Which stop comes next: the first one along the order that was not visited, unless another one is
 * clearly nearer. Nobody needs a position for it.
 *
 * @typedef {import("./method.js").Stop} Stop
 * @typedef {{longitude: number, latitude: number, accuracy_m: number | null}} Here
 */

const CLEARLY_M = 25; // by which another stop must be nearer than the one that is offered

/**
 * @param {Stop[]} stops in their order
 * @param {Set<string>} visited ids
 * @param {Here | null} here
 * @param {string | null} [offered] the stop that was offered last
 * @returns {Stop | undefined} undefined once all were visited
 */
export function nextStop(stops, visited, here, offered = null) {
  const left = stops.filter((stop) => !visited.has(stop.id));
  const before = left.find((stop) => stop.id === offered) ?? alongTheOrder(stops, visited);
  if (!here || !before) return before;
  const far = (/** @type {Stop} */ stop) => metresTo(stop, here) ?? Number.POSITIVE_INFINITY;
  const nearest = left.reduce((best, stop) => (far(stop) < far(best) ? stop : best), before);
  const margin = Math.max(CLEARLY_M, here.accuracy_m ?? 0);
  return far(nearest) + margin < far(before) ? nearest : before;
}

/**
 * @param {Stop} stop
 * @param {Here} here
 * @returns {number | null} null when nobody knows where the stop is
 */
export function metresTo(stop, { longitude, latitude }) {
  if (!stop.position) return null;
  const plane = new Plane([longitude, latitude]);
  return apart(plane.spot(stop.position), { x: 0, y: 0 });
}

/**
 * The first stop after the last visited one, else the first that was left out.
 *
 * @param {Stop[]} stops
 * @param {Set<string>} visited
 */
function alongTheOrder(stops, visited) {
  const last = Math.max(-1, ...stops.map((stop, at) => (visited.has(stop.id) ? at : -1)));
  const left = (/** @type {Stop} */ stop) => !visited.has(stop.id);
  return stops.slice(last + 1).find(left) ?? stops.find(left);
}
