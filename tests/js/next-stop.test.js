import assert from "node:assert/strict";
import { test } from "node:test";
import { metresTo, nextStop } from "../../static/js/next-stop.js";
import { Plane } from "../../static/js/plane.js";

const plane = new Plane([4.3722, 50.8277]);
const STOPS = ["a", "b", "c", "d"].map((id, index) => ({
  id,
  ordinal: index + 1,
  name: id,
  prompt: "",
  position: plane.point({ x: index * 100, y: 0 }),
}));

/**
 * @param {number} x metres to the east of the first stop
 * @param {number} accuracy_m
 */
function here(x, accuracy_m = 8) {
  const [longitude, latitude] = plane.point({ x, y: 0 });
  return { longitude, latitude, accuracy_m };
}

/**
 * @param {string[]} visited
 * @param {ReturnType<typeof here> | null} [at]
 * @param {string | null} [offered]
 */
function next(visited, at = null, offered = null) {
  return nextStop(STOPS, new Set(visited), at, offered)?.id;
}

test("without a position the order counts", () => {
  assert.equal(next([]), "a");
  assert.equal(next(["a"]), "b");
  assert.equal(next(["b"]), "c");
  assert.equal(next(["a", "b", "d"]), "c");
  assert.equal(next(["b", "c", "d"]), "a");
  assert.equal(next(["a", "b", "c", "d"]), undefined);
});

test("who is clearly nearer to another stop is offered that one", () => {
  assert.equal(next([], here(190)), "c");
  assert.equal(next(["c"], here(190)), "d");
  assert.equal(next(["a"], here(20)), "b", "a visited stop is not offered again");
});

test("between two stops the offer does not waver", () => {
  assert.equal(next([], here(55), "a"), "a");
  assert.equal(next([], here(45), "b"), "b");
  assert.equal(next([], here(70), "a"), "b");
  assert.equal(next([], here(80, 90), "a"), "a", "a coarse position decides nothing");
});

test("an offer that was visited meanwhile is none", () => {
  assert.equal(next(["b"], null, "b"), "c");
});

test("stops that nobody has placed come by their order", () => {
  const nowhere = STOPS.map((stop) => ({ ...stop, position: null }));
  assert.equal(nextStop(nowhere, new Set(["a"]), here(0))?.id, "b");
  const [first] = STOPS;
  assert.ok(first);
  assert.equal(metresTo({ ...first, position: null }, here(0)), null);
  assert.ok(Math.abs((metresTo(first, here(120)) ?? 0) - 120) < 1);
});
