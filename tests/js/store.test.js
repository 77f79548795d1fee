import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { openStore } from "../../static/js/store.js";
import { aDraft, aKeptObservation, aPhoto, aWalk } from "./an.js";

/** @type {import("../../static/js/store.js").Store} */
let store;
let number = 0;

beforeEach(async () => {
  number += 1;
  store = await openStore(`test-${number}`);
});

afterEach(() => store.close());

test("what was kept is there after opening it again", async () => {
  const draft = aDraft();
  await store.keep({ walks: [aWalk()], observations: [draft] });
  store.close();
  store = await openStore(`test-${number}`);
  assert.deepEqual(await store.get("observations", draft.id), draft);
  assert.deepEqual(await store.of("observations", aWalk().id), [draft]);
});

test("two changes at once are both made", async () => {
  const kept = aKeptObservation();
  await store.keep({ observations: [kept] });
  const more = () =>
    store.change("observations", kept.id, (one) => ({ ...one, change: one.change + 1 }));
  await Promise.all([more(), more(), more()]);
  assert.equal((await store.get("observations", kept.id))?.change, kept.change + 3);
});

test("what is not there any more is not made by a change", async () => {
  const change = () => assert.fail("called");
  assert.equal(await store.change("observations", "gone", change), undefined);
});

test("a photo and its observation change together", async () => {
  const kept = aKeptObservation();
  const photo = aPhoto({ observation_id: kept.id });
  await store.keep({ observations: [kept] });
  await store.changePhotos(kept.id, photo);
  const with_photo = await store.get("observations", kept.id);
  assert.deepEqual(with_photo?.photos, [photo.id]);
  assert.equal(with_photo?.change, kept.change + 1);
  assert.deepEqual(
    new Uint8Array((await store.get("photos", photo.id))?.bytes ?? []),
    new Uint8Array([1, 2, 3]),
  );
  await store.changePhotos(kept.id, photo.id);
  assert.deepEqual((await store.get("observations", kept.id))?.photos, []);
  assert.equal(await store.get("photos", photo.id), undefined);
});

test("forgetting an observation forgets its photos", async () => {
  const photo = aPhoto();
  const kept = aKeptObservation({ photos: [photo.id] });
  await store.keep({ observations: [kept], photos: [photo] });
  await store.forget(kept);
  assert.deepEqual(await store.of("observations", aWalk().id), []);
  assert.deepEqual(await store.of("photos", aWalk().id), []);
});

test("whoever listens is told of a change, in another tab too", async () => {
  const tab = await openStore(`test-${number}`);
  const told = new Promise((resolve) => tab.addEventListener("change", resolve, { once: true }));
  await store.keep({ observations: [aDraft()] });
  await told;
  tab.close();
});
