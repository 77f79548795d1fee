import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { openStore } from "../../static/js/store.js";
import { aDraft, aKeptObservation, anErrand, aPhoto, aWalk, bytesOf } from "./an.js";

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
  await store.addMedia(photo, bytesOf().bytes);
  const with_photo = await store.get("observations", kept.id);
  assert.deepEqual(with_photo?.photos, [photo.id]);
  assert.equal(with_photo?.change, kept.change + 1);
  assert.deepEqual(
    new Uint8Array((await store.get("bytes", photo.id))?.bytes ?? []),
    new Uint8Array([1, 2, 3]),
  );
  await store.dropMedia(kept.id, photo.id);
  assert.deepEqual((await store.get("observations", kept.id))?.photos, []);
  assert.equal(await store.get("bytes", photo.id), undefined);
});

test("forgetting an observation forgets its photos", async () => {
  const photo = aPhoto();
  const kept = aKeptObservation({ photos: [photo.id] });
  await store.keep({ observations: [kept], media: [photo], bytes: [bytesOf()] });
  await store.forget(kept);
  assert.deepEqual(await store.of("observations", aWalk().id), []);
  assert.deepEqual(await store.of("media", aWalk().id), []);
  assert.deepEqual(await store.of("bytes", aWalk().id), []);
});

test("whoever listens is told of a change, in another tab too", async () => {
  const tab = await openStore(`test-${number}`);
  const told = new Promise((resolve) => tab.addEventListener("change", resolve, { once: true }));
  await store.keep({ observations: [aDraft()] });
  await told;
  tab.close();
});

test("a second voice note takes the first one's place", async () => {
  const kept = aKeptObservation();
  await store.keep({ observations: [kept] });
  for (const id of ["first", "second"]) {
    const voice = aPhoto({ id, medium: "voice", observation_id: kept.id });
    await store.addMedia(voice, bytesOf(voice).bytes);
  }
  assert.equal((await store.get("observations", kept.id))?.voice, "second");
  assert.equal(await store.get("bytes", "first"), undefined);
});

test("only bytes that the server has kept long enough are let go of", async () => {
  const photos = [
    aPhoto({ id: "old", state: "kept", kept_at: 1 }),
    aPhoto({ id: "young", state: "kept", kept_at: 3 }),
    aPhoto({ id: "received", state: "received" }),
    aPhoto({ id: "refused", state: "refused" }),
  ];
  await store.keep({ media: photos, bytes: photos.map(bytesOf) });
  await store.forgetBytes(aWalk().id, 2);
  const left = (await store.of("bytes", aWalk().id)).map((one) => one.id);
  assert.deepEqual(left, ["received", "refused", "young"]);
  assert.equal((await store.of("media", aWalk().id)).length, 4);
});

test("a change that fails leaves everything as it was", async () => {
  const kept = aKeptObservation();
  await store.keep({ observations: [kept] });
  const breaking = () => {
    throw new RangeError("no");
  };
  await assert.rejects(store.change("observations", kept.id, breaking), RangeError);
  assert.deepEqual(await store.get("observations", kept.id), kept);
});

test("a connection that the phone cut is opened again", async () => {
  await store.keep({ observations: [aDraft({ id: "o" })] });
  store.opened?.close();
  assert.equal((await store.get("observations", "o"))?.id, "o");
});

test("a forgotten walk leaves nothing of it, and everything of the others", async () => {
  const other = "018f0000-0000-7000-8000-0000000000ff";
  await store.keep({ walks: [aWalk(), aWalk({ id: other })], errands: [anErrand()] });
  await store.keep({ observations: [aDraft(), aDraft({ id: "o", walk_id: other })] });
  await store.forgetWalk(aWalk().id);
  assert.deepEqual(await store.of("observations", aWalk().id), []);
  assert.deepEqual(await store.of("errands", aWalk().id), []);
  assert.deepEqual(
    (await store.walks()).map((one) => one.id),
    [other],
  );
  assert.equal((await store.of("observations", other)).length, 1);
});
