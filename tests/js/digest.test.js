import assert from "node:assert/strict";
import { test } from "node:test";
import { contentDigest, digestOf, digestOfDelivery, wellFormed } from "../../static/js/digest.js";
import { newId } from "../../static/js/ids.js";
import { deliveryOf } from "../../static/js/outbox.js";
import { aKeptObservation, aPhoto, NOON } from "./an.js";

test("bytes have their SHA-256", async () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assert.equal(await digestOf(new TextEncoder().encode("abc")), abc);
  assert.equal(contentDigest(abc), "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:");
});

test("the order in which a delivery was said does not change its digest", async () => {
  const one = await digestOfDelivery({ note: "é", position: { a: 4.3722, b: 1e-7 }, side: null });
  const other = await digestOfDelivery({ side: null, position: { b: 1e-7, a: 4.3722 }, note: "é" });
  assert.equal(one, other);
  // As rfc8785 for Python has it.
  assert.equal(one, "18363b85f7ca99916d48770d70bcffe82bc92b3d494e664ede4cf7ee30fd732b");
});

test("half an emoji is replaced before it is kept", () => {
  assert.equal(wellFormed("a\ud83db 😀"), "a�b 😀");
});

test("a delivery says what the server knows, and nothing of the phone's own affairs", () => {
  const photo = aPhoto();
  const kept = aKeptObservation({ photos: [photo.id, "not there"] });
  assert.deepEqual(Object.keys(deliveryOf(kept, [photo])).sort(), [
    "affects",
    "based_on",
    "category",
    "clock_difference_ms",
    "kind",
    "next_stop",
    "note",
    "note_language",
    "observer_position",
    "photos",
    "place",
    "position",
    "proposal",
    "recorded_at",
    "schema",
    "severity",
    "side",
    "stop",
    "theme",
  ]);
  assert.deepEqual(deliveryOf(kept, [photo]).photos, [{ id: photo.id, digest: photo.digest }]);
});

test("identifiers are of version 7 and sort by time", () => {
  const [first, second] = [newId(NOON), newId(NOON + 1)];
  assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.ok(first < second);
  assert.equal(Number.parseInt(first.replace("-", "").slice(0, 12), 16), NOON);
});
