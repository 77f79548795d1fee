/** Points and stops are read and written as the server reads them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  lengthKm,
  readPoint,
  readPoints,
  readStops,
  writePoints,
  writeStops,
} from "../../static/js/itinerary/points.js";
import { Undo } from "../../static/js/itinerary/undo.js";

const FLAGEY = { lat: 50.82752, lng: 4.37196 };

for (const typed of ["50.82752, 4.37196", "50,82752; 4,37196", " 50.82752 4.37196 "]) {
  test(`a point is read latitude first: ${typed}`, () => {
    assert.deepEqual(readPoint(typed), FLAGEY);
  });
}

for (const typed of ["", "Flagey", "NaN, 4", "91, 4", "50.8, 181", "50.8, 4.3, 2"]) {
  test(`this is no point: "${typed}"`, () => {
    assert.equal(readPoint(typed), null);
  });
}

test("what is written is read again", () => {
  const points = [FLAGEY, { lat: 50.828, lng: 4.373 }];
  assert.deepEqual(readPoints(writePoints(points)), points);
  const text = "Place Flagey\nThe ponds | Would you sit here?\nBridge |  | 50.827520, 4.371960";
  assert.equal(writeStops(readStops(text)), text);
  assert.deepEqual(readStops(text)[2], { name: "Bridge", prompt: "", at: FLAGEY });
});

test("a line that cannot be read yet is left out of the drawing", () => {
  assert.deepEqual(readPoints("50.82752, 4.37196\n50.8,"), [FLAGEY]);
});

test("the length follows the globe", () => {
  const degree = lengthKm([
    { lat: 50, lng: 4.3 },
    { lat: 51, lng: 4.3 },
  ]);
  assert.ok(Math.abs(degree - 111.195) < 0.01);
});

test("undo puts back what stood there, latest first, and says when nothing is left", () => {
  const field = /** @type {HTMLTextAreaElement} */ ({ value: "one" });
  const undo = new Undo([field]);
  undo.remember();
  field.value = "two";
  undo.remember();
  field.value = "three";
  assert.ok(undo.back());
  assert.equal(field.value, "two");
  assert.ok(undo.back());
  assert.equal(field.value, "one");
  assert.equal(undo.back(), false);
});
