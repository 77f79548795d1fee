import assert from "node:assert/strict";
import { test } from "node:test";
import { toldBy } from "../../static/js/exif.js";
import { offerOf, taken } from "../../static/js/offers.js";
import { withOffset } from "../../static/js/recording.js";
import { aDraft, NOON } from "./an.js";

// Heads of JPEGs: an Exif segment and no pixels.
const WITH_ALL =
  "/9j/4QDORXhpZgAATU0AKgAAAAgAAodpAAQAAAABAAAAJoglAAQAAAABAAAAYAAAAAAAApADAAIAAAAUAAAARJAR" +
  "AAIAAAAHAAAAWAAAAAAyMDI2OjExOjIwIDE4OjEwOjAwACswMTowMAAAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAA" +
  "AJYAAwACAAAAAkUAAAAABAAFAAAAAwAAAK4AAAAAAAAAMgAAAAEAAAAxAAAAAQAAAB4AAAABAAAABAAAAAEAAAAW" +
  "AAAAAQAAAAAAAAAB/9k=";
const WITHOUT_OFFSET =
  "/9j/4QBIRXhpZgAATU0AKgAAAAgAAYdpAAQAAAABAAAAGgAAAAAAAZADAAIAAAAUAAAALAAAAAAyMDI2OjExOjIw" +
  "IDE4OjEwOjAwAP/Z";
const WITH_ZEROS =
  "/9j/4QC6RXhpZgAATU0AKgAAAAgAAodpAAQAAAABAAAAJoglAAQAAAABAAAATAAAAAAAAZADAAIAAAAUAAAAOAAA" +
  "AAAwMDAwOjAwOjAwIDAwOjAwOjAwAAAEAAEAAgAAAAJTAAAAAAIABQAAAAMAAACCAAMAAgAAAAJXAAAAAAQABQAA" +
  "AAMAAACaAAAAAAAAAAAAAAABAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAABAAAAAAAAAAEAAAAAAAAAAf/Z";
const BRIDGE = { longitude: 4.366667, latitude: 50.825 };

/** @param {string} head in base64 */
function aFile(head) {
  return new Blob([Uint8Array.from(atob(head), (sign) => sign.charCodeAt(0))]);
}

test("a photo tells when it was taken, on whose clocks, and where", async () => {
  const told = await toldBy(aFile(WITH_ALL), withOffset);
  assert.deepEqual(told, { at: "2026-11-20T18:10:00+01:00", spot: BRIDGE });
});

test("an hour without an offset is one of this phone's clocks", async () => {
  const { at } = await toldBy(aFile(WITHOUT_OFFSET), withOffset);
  assert.equal(Date.parse(String(at)), new Date(2026, 10, 20, 18, 10).getTime());
  assert.match(String(at), /^2026-11-20T18:10:00.*[+-]\d\d:\d\d$/);
});

test("zeros, no JPEG and no bytes tell nothing", async () => {
  for (const file of [aFile(WITH_ZEROS), new Blob(["no picture"]), new Blob([])]) {
    assert.deepEqual(await toldBy(file, withOffset), { at: null, spot: null });
  }
});

/** @param {Partial<import("../../static/js/store.js").Content>} content */
function aDraftThatSays(content) {
  const made = aDraft();
  return { ...made, content: { ...made.content, ...content } };
}

const YESTERDAY = "2026-11-20T18:10:00+01:00";
const HERE = { ...BRIDGE, accuracy_m: 8, source: /** @type {const} */ ("gps") };

test("only what differs is to be decided", () => {
  const draft = aDraftThatSays({ position: HERE });
  const just = withOffset(new Date(NOON - 60_000));
  assert.equal(offerOf(draft, { at: just, spot: BRIDGE }, NOON), null);
  assert.deepEqual(offerOf(draft, { at: YESTERDAY, spot: BRIDGE }, NOON), {
    at: YESTERDAY,
    spot: null,
  });
  const away = { ...BRIDGE, latitude: BRIDGE.latitude + 0.01 };
  assert.deepEqual(offerOf(draft, { at: just, spot: away }, NOON), { at: null, spot: away });
  assert.deepEqual(offerOf(aDraft(), { at: null, spot: BRIDGE }, NOON), {
    at: null,
    spot: BRIDGE,
  });
});

test("a photo from the future has a clock that is wrong", () => {
  const tomorrow = withOffset(new Date(NOON + 86_400_000));
  assert.equal(offerOf(aDraft(), { at: tomorrow, spot: null }, NOON), null);
});

test("what a photo proposed is taken as a change like any other", () => {
  const draft = aDraftThatSays({ observer_position: HERE });
  const after = taken(draft, { at: YESTERDAY, spot: BRIDGE });
  assert.equal(after.recorded_at, YESTERDAY);
  assert.deepEqual(after.content.position, { ...BRIDGE, accuracy_m: null, source: "photo" });
  assert.equal(after.content.observer_position, null);
  assert.deepEqual([after.placed, after.change], [true, draft.change + 1]);
});

test("the place stays where the person takes only the time", () => {
  const draft = aDraftThatSays({ position: HERE });
  const after = taken(draft, { at: YESTERDAY, spot: null });
  assert.deepEqual([after.content.position, after.placed], [HERE, false]);
});
