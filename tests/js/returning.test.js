import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { deliveryOf, nextAct, standing } from "../../static/js/outbox.js";
import { comeBack, Occupied } from "../../static/js/returning.js";
import { openStore } from "../../static/js/store.js";
import { afterSaying, aReceivedObservation, aWalk, NOON } from "./an.js";

const realFetch = globalThis.fetch;
/** @type {import("../../static/js/store.js").Store} */
let store;
let number = 0;
/** @type {string[]} */
let asked = [];
/** @type {any[]} */
let cards = [];

beforeEach(async () => {
  number += 1;
  asked = [];
  cards = [];
  store = await openStore(`returning-${number}`);
});

afterEach(() => {
  store.close();
  globalThis.fetch = realFetch;
});

/**
 * A server on which the receipt belongs to the walk's participant, who gave these.
 *
 * @param {...any[]} pages
 */
function serverWith(...pages) {
  globalThis.fetch = async (path, { method = "GET" } = {}) => {
    asked.push(`${method} ${path}`);
    if (method === "DELETE") return new Response(null, { status: 204 });
    if (String(path) === "/api/receipts") {
      const { id, participant_id } = aWalk();
      return Response.json({ walk_id: id, participant_id, token: "new token" }, { status: 201 });
    }
    if (String(path).endsWith("/stop-cards")) return Response.json({ cards });
    const observations = pages.shift() ?? [];
    return Response.json({ observations, next: pages.length > 0 ? observations.at(-1).id : null });
  };
}

const PHOTO = { id: "018f0000-0000-7000-8000-00000000000a", digest: "p", state: "kept" };

/** @param {Record<string, any>} [values] */
function aRecord(values = {}) {
  const { id, content, recorded_at, clock_difference_ms } = aReceivedObservation();
  return {
    ...{ id, ...content, recorded_at, clock_difference_ms },
    ...{ state: "received", revision: 3, digest: "d3", note: "dark", photos: [], voice: null },
    ...values,
  };
}

test("what was given is here, acknowledged, and nothing waits to be sent", async () => {
  serverWith([aRecord({ photos: [PHOTO] })]);
  const walk = await comeBack(store, "FHKL");
  assert.equal(walk.token, "new token");
  assert.equal(walk.visiting, true);
  const [observation] = await store.of("observations", walk.id);
  assert.ok(observation);
  assert.equal(observation.content.note, "dark");
  const media = await store.of("media", walk.id);
  assert.equal(standing(observation, media), "received");
  const backlog = { walk, observations: [observation], media, errands: [] };
  assert.equal(nextAct(backlog, NOON), undefined);
});

test("a correction is based on the revision that was read, and keeps the photos", async () => {
  serverWith([aRecord({ photos: [PHOTO] })]);
  const walk = await comeBack(store, "FHKL");
  const [observation] = await store.of("observations", walk.id);
  assert.ok(observation);
  const corrected = afterSaying(observation, { note: "very dark" });
  const delivery = deliveryOf(corrected, await store.of("media", walk.id));
  assert.equal(delivery.based_on, 3);
  assert.deepEqual(delivery.photos, [{ id: PHOTO.id, digest: "p" }]);
});

test("a card that was locked elsewhere is locked here, and is not sent again", async () => {
  const stop = "018f0000-0000-7000-8000-00000000000b";
  cards = [{ stop, id: "c", recorded_at: "2026-11-21T11:00:00Z", ratings: { light: 2 } }];
  serverWith([]);
  const walk = await comeBack(store, "FHKL");
  const [errand] = await store.of("errands", walk.id);
  assert.ok(errand);
  assert.deepEqual([errand.name, errand.json.ratings], [`card/${stop}`, { light: 2 }]);
  assert.equal(nextAct({ walk, observations: [], media: [], errands: [errand] }, NOON), undefined);
});

test("every page is read", async () => {
  const first = aRecord();
  serverWith([first], [aRecord()]);
  const walk = await comeBack(store, "FHKL");
  assert.equal((await store.of("observations", walk.id)).length, 2);
  assert.ok(asked.some((one) => one.endsWith(`?after=${first.id}`)));
});

test("what is not sent yet stays as it is here", async () => {
  const changedHere = afterSaying(aReceivedObservation(), { note: "mine" });
  await store.keep({ walks: [aWalk()], observations: [changedHere] });
  serverWith([aRecord({ id: changedHere.id })]);
  await comeBack(store, "FHKL");
  assert.equal((await store.get("observations", changedHere.id))?.content.note, "mine");
});

test("what was taken back elsewhere goes here too", async () => {
  const known = aReceivedObservation();
  await store.keep({ walks: [aWalk()], observations: [known] });
  const { id } = known;
  serverWith([{ id, revision: 3, state: "withdrawn" }]);
  await comeBack(store, "FHKL");
  assert.equal(await store.get("observations", id), undefined);
});

test("a device that is on the walk already stays what it is, with a new token", async () => {
  await store.keep({ walks: [aWalk({ code: "FHKLMP" })] });
  serverWith([]);
  const walk = await comeBack(store, "FHKL");
  assert.deepEqual([walk.code, walk.token, walk.visiting], ["FHKLMP", "new token", undefined]);
});

test("two people's things do not mix, and the token is given back", async () => {
  await store.keep({ walks: [aWalk({ participant_id: "somebody else" })] });
  serverWith([aRecord()]);
  await assert.rejects(comeBack(store, "FHKL"), Occupied);
  assert.equal(asked.at(-1), `DELETE /api/walks/${aWalk().id}/device`);
  assert.equal((await store.get("walks", aWalk().id))?.token, aWalk().token);
});
