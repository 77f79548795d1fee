import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, fromLine, Plane } from "../../static/js/plane.js";
import { CORRIDOR_M, ENDS_M, noted, takenUp, traceOf } from "../../static/js/trace.js";

/**
 * @typedef {import("../../static/js/plane.js").Point} Point
 * @typedef {import("../../static/js/trace.js").Way} Way
 */

const FLAGEY = /** @type {Point} */ ([4.3722, 50.8277]);
const plane = new Plane(FLAGEY);
const ITINERARY = [at(0, 0), at(1000, 0)];
const LINE = ITINERARY.map((point) => plane.spot(point));

/**
 * So many metres from the beginning of the itinerary, which runs 1 km to the east.
 *
 * @param {number} x
 * @param {number} y
 * @returns {Point}
 */
function at(x, y) {
  return plane.point({ x, y });
}

/**
 * A way from here to there, a point each five metres.
 *
 * @param {[number, number]} from
 * @param {[number, number]} to
 * @returns {Point[]}
 */
function walking([x, y], [toX, toY]) {
  const steps = Math.ceil(Math.hypot(toX - x, toY - y) / 5);
  return Array.from({ length: steps + 1 }, (_, step) =>
    at(x + ((toX - x) * step) / steps, y + ((toY - y) * step) / steps),
  );
}

/** @param {Point[][]} lines */
function spotsOf(lines) {
  return lines.flat().map((point) => plane.spot(point));
}

/** @param {Point[][]} lines */
function nothingIsOutside(lines) {
  for (const piece of lines) {
    const spots = piece.map((point) => plane.spot(point));
    for (const [index, to] of spots.entries()) {
      const from = spots[Math.max(index - 1, 0)] ?? to;
      for (let part = 0; part <= 1; part += 0.05) {
        const spot = { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) };
        assert.ok(fromLine(spot, LINE) <= CORRIDOR_M + 0.2, JSON.stringify(spot));
      }
    }
  }
}

test("the ends are really cut, and the rest is as long as it was", () => {
  const { lines, length_m, empty } = traceOf(walking([0, 0], [600, 0]), ITINERARY);
  assert.equal(empty, null);
  assert.equal(lines.length, 1);
  const [first, last] = [lines[0]?.[0], lines[0]?.at(-1)].map((point) =>
    plane.spot(point ?? FLAGEY),
  );
  assert.ok(first && first.x > 100 && first.x <= 106, JSON.stringify(first));
  assert.ok(last && last.x <= 500.1 && last.x >= 494, JSON.stringify(last));
  assert.ok(Math.abs(length_m - 397) < 7, String(length_m));
});

test("who stands at the door for an hour is not betrayed by it", () => {
  const unrest = Array.from({ length: 500 }, (_, n) => at((n % 7) * 3, ((n * 5) % 11) * 2));
  const { lines } = traceOf([...unrest, ...walking([0, 0], [600, 0])], ITINERARY);
  const home = plane.spot(unrest[0] ?? FLAGEY);
  for (const spot of spotsOf(lines)) assert.ok(apart(home, spot) > ENDS_M);
});

test("who comes from outside is not betrayed by the street they came out of", () => {
  const way = [...walking([300, 200], [300, 0]), ...walking([300, 0], [900, 0])];
  const { lines } = traceOf(way, ITINERARY);
  const door = plane.spot(at(300, 30));
  assert.ok(spotsOf(lines).length > 1);
  for (const spot of spotsOf(lines)) assert.ok(apart(door, spot) > ENDS_M, JSON.stringify(spot));
});

test("nothing outside the corridor leaves the phone", () => {
  const way = [
    ...walking([0, 0], [300, 0]),
    ...walking([300, 0], [350, 120]),
    ...walking([350, 120], [450, 120]),
    ...walking([450, 120], [500, 0]),
    ...walking([500, 0], [1000, 20]),
  ];
  const { lines } = traceOf(way, ITINERARY);
  assert.equal(lines.length, 2);
  nothingIsOutside(lines);
});

test("between its points nothing leaves it either", () => {
  const bend = [at(0, 0), at(400, 0), at(400, 400)];
  const line = bend.map((point) => plane.spot(point));
  const way = [...walking([0, -25], [375, -25]), ...walking([425, 25], [425, 400])];
  const { lines } = traceOf(way, bend);
  assert.equal(lines.length, 2, "a straight cut across the corner would leave the corridor");
  for (const spot of spotsOf(lines)) assert.ok(fromLine(spot, line) <= CORRIDOR_M + 0.2);
});

test("a gap stays a gap", () => {
  const way = [...walking([0, 0], [400, 0]), null, ...walking([430, 0], [1000, 0])];
  assert.equal(traceOf(way, ITINERARY).lines.length, 2);
  const jump = [...walking([0, 0], [400, 0]), ...walking([500, 0], [1000, 0])];
  assert.equal(traceOf(jump, ITINERARY).lines.length, 2);
});

test("a straight way needs two points, a crooked one those that it turns at", () => {
  const straight = walking([0, 0], [1000, 0]).map((point, n) =>
    at(plane.spot(point).x, n % 2 ? 2 : -2),
  );
  assert.equal(traceOf(straight, ITINERARY).lines[0]?.length, 2);
  const crooked = [...walking([0, 0], [500, 25]), ...walking([500, 25], [1000, 0])];
  assert.equal(traceOf(crooked, ITINERARY).lines[0]?.length, 3);
});

test("the straight way back is not taken for standing still", () => {
  const there = [...walking([0, 0], [500, 0]), ...walking([500, 0], [0, 0])];
  const { lines, length_m } = traceOf(there, ITINERARY);
  assert.ok(length_m > 700, JSON.stringify(lines));
});

for (const [why, way] of /** @type {[string, Way][]} */ ([
  ["nothing", []],
  ["nothing", [null, null]],
  ["outside", walking([0, 200], [600, 200])],
  ["ends", walking([0, 0], [150, 0])],
  ["ends", [at(500, 0)]],
])) {
  test(`nothing left says why: ${why} of ${way.length} points`, () => {
    assert.deepEqual(traceOf(way, ITINERARY), { lines: [], length_m: 0, empty: why });
  });
}

test("nothing carries a time", () => {
  const { lines } = traceOf(walking([0, 0], [600, 0]), ITINERARY);
  for (const point of lines.flat()) assert.equal(point.length, 2);
});

test("a fix is noted when it is fine enough and somewhere else", () => {
  const fix = (/** @type {Point} */ [longitude, latitude], accuracy_m = 8) => ({
    position: { longitude, latitude, accuracy_m },
    at: 1,
  });
  const way = noted([], fix(at(0, 0)));
  assert.deepEqual(way, [at(0, 0)]);
  assert.equal(noted(way, fix(at(3, 0))), way);
  assert.equal(noted(way, fix(at(50, 0), 31)), way);
  assert.deepEqual(noted(way, fix(at(6, 0))), [at(0, 0), at(6, 0)]);
  assert.deepEqual(noted(takenUp(way), fix(at(0, 0))), [at(0, 0), null, at(0, 0)]);
  assert.deepEqual(takenUp(takenUp(way)), [at(0, 0), null]);
  assert.deepEqual(takenUp([]), []);
});
