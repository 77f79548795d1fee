import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { strFromU8, unzipSync } from "fflate";
import { digestOfDelivery } from "../../static/js/digest.js";
import { changed, deliveryOf, refused } from "../../static/js/outbox.js";
import { rescueFile } from "../../static/js/rescue.js";
import { openStore } from "../../static/js/store.js";
import { aDraft, aKeptObservation, aPhoto, aReceivedObservation, aWalk, bytesOf } from "./an.js";

/** @type {import("../../static/js/store.js").Store} */
let store;
let number = 0;
const receipt = { code: "FHKL-MPQR-WXYZ-3457-FHKL", qr: "<svg/>" };

beforeEach(async () => {
  number += 1;
  store = await openStore(`rescue-${number}`);
  await store.keep({ walks: [aWalk({ token: "the token", receipt })] });
});

afterEach(() => store.close());

/** @returns {Promise<Record<string, any>>} each piece by its name; JSON read, bytes as a list */
async function pieces() {
  const file = await rescueFile(store, aWalk().id);
  assert.ok(file);
  const found = unzipSync(new Uint8Array(await file.arrayBuffer()));
  return Object.fromEntries(
    Object.entries(found).map(([name, bytes]) => [
      name,
      name.endsWith(".json") ? JSON.parse(strFromU8(bytes)) : [...bytes],
    ]),
  );
}

test("there is no file when everything was acknowledged, or is still a draft", async () => {
  assert.equal(await rescueFile(store, aWalk().id), null);
  const drafted = aDraft({ id: "018f0000-0000-7000-8000-0000000000d1" });
  await store.keep({ observations: [aReceivedObservation(), drafted] });
  assert.equal(await rescueFile(store, aWalk().id), null);
});

test("it holds the delivery as it would be sent, with its digest, and the photo", async () => {
  const kept = aKeptObservation({ photos: [aPhoto().id] });
  const photo = aPhoto({ observation_id: kept.id });
  await store.keep({ observations: [kept], media: [photo], bytes: [bytesOf(photo)] });
  const found = await pieces();
  const delivery = deliveryOf(kept, [photo]);
  assert.deepEqual(found[`observations/${kept.id}.json`], {
    deliveries: [{ delivery, digest: await digestOfDelivery(delivery) }],
  });
  assert.deepEqual(found[`media/${photo.id}.jpg`], [1, 2, 3]);
  const { format, version, walk, participant, media } = found["walk.json"];
  assert.deepEqual([format, version, walk], ["walks-rescue", 1, aWalk().id]);
  assert.equal(participant, aWalk().participant_id);
  assert.deepEqual(media, [
    {
      id: photo.id,
      observation: kept.id,
      medium: "photo",
      type: "image/jpeg",
      digest: photo.digest,
    },
  ]);
});

test("neither token nor receipt is in it", async () => {
  await store.keep({ observations: [aKeptObservation()] });
  const file = await rescueFile(store, aWalk().id);
  const text = strFromU8(new Uint8Array((await file?.arrayBuffer()) ?? []));
  assert.ok(text.includes("walks-rescue"));
  assert.ok(!text.includes("the token") && !text.includes("FHKL"));
});

test("a delivery whose answer was lost goes before what was said since", async () => {
  const body = deliveryOf(aKeptObservation(), []);
  const attempt = { change: 1, body, digest: await digestOfDelivery(body), at: 0 };
  const same = aKeptObservation({ attempt });
  await store.keep({ observations: [same] });
  const alone = await pieces();
  assert.equal(alone[`observations/${same.id}.json`].deliveries.length, 1);
  await store.keep({ observations: [changed(same, { note: "more" })] });
  const both = (await pieces())[`observations/${same.id}.json`].deliveries;
  assert.deepEqual(both[0], { delivery: body, digest: attempt.digest });
  assert.equal(both[1].delivery.note, "more");
  assert.equal(both[1].delivery.based_on, 1);
  assert.equal(both[1].digest, await digestOfDelivery(both[1].delivery));
});

test("a photo that waits for an acknowledged observation is in it without its words", async () => {
  const received = aReceivedObservation({ photos: [aPhoto().id] });
  const photo = aPhoto({ observation_id: received.id });
  await store.keep({ observations: [received], media: [photo], bytes: [bytesOf(photo)] });
  assert.deepEqual(Object.keys(await pieces()), ["walk.json", `media/${photo.id}.jpg`]);
});

test("what was taken back is named, and nothing of it is told", async () => {
  const left = aReceivedObservation({ withdrawn: true });
  await store.keep({ observations: [left] });
  const found = await pieces();
  assert.deepEqual(Object.keys(found), ["walk.json"]);
  assert.deepEqual(found["walk.json"].withdrawn, [left.id]);
});

test("once the file was loaded, the phone knows its own words again", async () => {
  const body = deliveryOf(aKeptObservation(), []);
  const attempt = { change: 1, body, digest: await digestOfDelivery(body), at: 0 };
  const later = changed(aKeptObservation({ attempt }), { note: "more" });
  await store.keep({ observations: [later] });
  const { digest } = (await pieces())[`observations/${later.id}.json`].deliveries[1];
  const here = await store.get("observations", later.id);
  assert.ok(here);
  const differs = { code: "observation-differs", title: "", detail: "" };
  const known = refused(here, attempt, { ...differs, stored: { digest, revision: 2 } });
  assert.deepEqual([known.refusal, known.attempt], [null, null]);
  assert.equal(known.acknowledged?.revision, 2);
  assert.equal(known.acknowledged?.change, here.change);
  const stored = { digest: "another phone's", revision: 2 };
  assert.equal(refused(here, attempt, { ...differs, stored }).acknowledged, null);
});
