import { apart, fromLine, fromSegment, lengthOf, Plane } from "./plane.js";

/**
 * What may leave the phone of the way that somebody walked: only what lies in the itinerary's
 * corridor, without its two ends, thinned. No times are noted at all.
 *
 * @typedef {import("./plane.js").Point} Point
 * @typedef {import("./plane.js").Spot} Spot
 * @typedef {(Point | null)[]} Way points in their order; null where the phone lost sight of it
 * @typedef {object} Trace
 * @property {Point[][]} lines
 * @property {number} length_m
 * @property {"nothing" | "outside" | "ends" | null} empty why nothing is left
 */

export const CORRIDOR_M = 30;
export const ENDS_M = 100;
const THIN_M = 5;
const STEP_M = 5; // nearer points are the receiver's unrest
const LOOK_M = 5; // between the places at which a straight piece is looked at
const GAP_M = 50; // beyond it nobody knows how one came from point to point
const MOST_POINTS = 20_000;

/**
 * The way after one more fix. Fixes coarser than the corridor say nothing about it.
 *
 * @param {Way} way
 * @param {{position: {longitude: number, latitude: number, accuracy_m: number | null}}} fix
 * @returns {Way} the same when the fix adds nothing
 */
export function noted(way, { position }) {
  if (position.accuracy_m === null || position.accuracy_m > CORRIDOR_M) return way;
  if (way.length >= MOST_POINTS) return way;
  /** @type {Point} */
  const here = [position.longitude, position.latitude];
  const last = way.at(-1);
  const plane = new Plane(here);
  if (last && apart(plane.spot(last), plane.spot(here)) < STEP_M) return way;
  return [...way, here];
}

/**
 * The way when it is taken up again after the page was away.
 *
 * @param {Way} way
 * @returns {Way}
 */
export function takenUp(way) {
  return way.at(-1) ? [...way, null] : way;
}

/**
 * What may leave the phone.
 *
 * @param {Way} way
 * @param {Point[]} itinerary
 * @returns {Trace}
 */
export function traceOf(way, itinerary) {
  const plane = new Plane(itinerary[0] ?? [0, 0]);
  const line = itinerary.map((point) => plane.spot(point));
  const walked = piecesOf(way, plane);
  const near = walked.flatMap((piece) => inCorridor(piece, line));
  const left = withoutEnds(near, walked.flat());
  const lines = left.filter((piece) => piece.length > 1).map((piece) => thinned(piece, line));
  const empty = walked.length === 0 ? "nothing" : near.length === 0 ? "outside" : "ends";
  return {
    lines: lines.map((piece) => piece.map((spot) => plane.point(spot))),
    length_m: Math.round(lines.reduce((sum, piece) => sum + lengthOf(piece), 0)),
    empty: lines.length > 0 ? null : empty,
  };
}

/**
 * @param {Way} way
 * @param {Plane} plane
 * @returns {Spot[][]}
 */
function piecesOf(way, plane) {
  /** @type {Spot[][]} */
  const pieces = [[]];
  for (const point of way) {
    const spot = point && plane.spot(point);
    const last = pieces.at(-1)?.at(-1);
    if (!spot || (last && apart(last, spot) > GAP_M)) pieces.push([]);
    if (spot) pieces.at(-1)?.push(spot);
  }
  return pieces.filter((piece) => piece.length > 0);
}

/**
 * The parts of a piece that never leave the corridor, between their points neither.
 *
 * @param {Spot[]} piece
 * @param {Spot[]} line
 * @returns {Spot[][]}
 */
function inCorridor(piece, line) {
  /** @type {Spot[][]} */
  const parts = [[]];
  for (const spot of piece) {
    const last = parts.at(-1)?.at(-1);
    const isNear = fromLine(spot, line) <= CORRIDOR_M;
    if (!isNear || (last && !staysNear(last, spot, line))) parts.push([]);
    if (isNear) parts.at(-1)?.push(spot);
  }
  return parts.filter((part) => part.length > 0);
}

/**
 * @param {Spot} from
 * @param {Spot} to
 * @param {Spot[]} line
 */
function staysNear(from, to, line) {
  const steps = Math.ceil(apart(from, to) / LOOK_M);
  for (let step = 1; step < steps; step += 1) {
    const part = step / steps;
    const spot = { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
    if (fromLine(spot, line) > CORRIDOR_M) return false;
  }
  return true;
}

/**
 * What is left once everything is cut off until the way was first, and since it was last, more than
 * ENDS_M away from its ends, as the crow flies: the length of a way would be used up by standing
 * at the door. The ends are those of the whole way and those of what lies in the corridor.
 *
 * @param {Spot[][]} pieces
 * @param {Spot[]} walked the whole way
 * @returns {Spot[][]}
 */
function withoutEnds(pieces, walked) {
  const flat = pieces.flatMap((piece, number) => piece.map((spot) => ({ spot, number })));
  const ends = (/** @type {number} */ index) =>
    [walked.at(index), flat.at(index)?.spot].filter((end) => end !== undefined);
  const isAway =
    (/** @type {Spot[]} */ from) =>
    (/** @type {{spot: Spot}} */ { spot }) =>
      from.every((end) => apart(end, spot) > ENDS_M);
  const first = flat.findIndex(isAway(ends(0)));
  const last = flat.length - 1 - [...flat].reverse().findIndex(isAway(ends(-1)));
  if (first === -1 || last === flat.length) return [];
  const left = flat.slice(first, last + 1);
  return pieces.map((_, number) =>
    left.filter((one) => one.number === number).map(({ spot }) => spot),
  );
}

/**
 * A piece with as few points as say the same to THIN_M (Douglas and Peucker's way), of which no
 * straight part leaves the corridor: that condition is why no library does it.
 *
 * @param {Spot[]} piece
 * @param {Spot[]} line
 * @returns {Spot[]}
 */
function thinned(piece, line) {
  const [first, last] = [piece[0], piece.at(-1)];
  if (!first || !last || piece.length < 3) return piece;
  const off = piece.slice(1, -1).map((spot) => fromSegment(spot, first, last));
  const most = Math.max(...off);
  if (most <= THIN_M && staysNear(first, last, line)) return [first, last];
  const at = off.indexOf(most) + 1;
  return [...thinned(piece.slice(0, at + 1), line).slice(0, -1), ...thinned(piece.slice(at), line)];
}
