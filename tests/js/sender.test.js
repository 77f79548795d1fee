import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { digestOfDelivery } from "../../static/js/digest.js";
import { standing } from "../../static/js/outbox.js";
import { Sender } from "../../static/js/sender.js";
import { openStore } from "../../static/js/store.js";
import {
  afterSaying,
  aKeptObservation,
  anErrand,
  aPhoto,
  aReceivedObservation,
  aWalk,
  bytesOf,
  NOON,
} from "./an.js";

/**
 * @typedef {{method: string, path: string, body: any, headers: Record<string, string>}} Request
 * @typedef {(request: Request) => Response | Promise<Response>} Server
 */

const realFetch = globalThis.fetch;
let number = 0;
/** @type {import("../../static/js/store.js").Store} */
let store;
/** @type {Sender} */
let sender;
/** @type {Request[]} */
let asked = [];

beforeEach(async () => {
  number += 1;
  asked = [];
  store = await openStore(`sender-${number}`);
  await store.keep({ walks: [aWalk()] });
  sender = new Sender(store, aWalk().id);
});

afterEach(() => {
  sender.stop();
  store.close();
  globalThis.fetch = realFetch;
});

/** @param {Server} answer */
function server(answer) {
  globalThis.fetch = async (path, { method = "GET", body, headers } = {}) => {
    const read = typeof body === "string" ? JSON.parse(body) : body;
    const request = {
      method,
      path: String(path),
      body: read,
      headers: /** @type {any} */ (headers),
    };
    asked.push(request);
    return answer(request);
  };
}

/**
 * @param {unknown} body
 * @param {number} [status]
 */
function json(body, status = 200) {
  return new Response(JSON.stringify(body), { status });
}

/** @type {Server} */
async function keeping({ method, path, body }) {
  if (path.includes("/api/photos/")) return json({ state: method === "PUT" ? "received" : "kept" });
  if (method === "DELETE") return new Response(null, { status: 204 });
  const revision = (body.based_on ?? 0) + 1;
  return json({ revision, digest: await digestOfDelivery(body), state: "received" }, 201);
}

/** @param {string} id */
async function stateOf(id) {
  const found = /** @type {import("./an.js").Observation} */ (await store.get("observations", id));
  return standing(found, await store.of("media", aWalk().id));
}

test("an observation and its photo arrive, and the photo is named by its digest", async () => {
  const photo = aPhoto();
  const kept = aKeptObservation({ photos: [photo.id] });
  await store.keep({ observations: [kept], media: [photo], bytes: [bytesOf()] });
  server(keeping);
  await sender.kick();
  assert.equal(await stateOf(kept.id), "received");
  assert.deepEqual(
    asked.map((one) => one.method),
    ["PUT", "PUT"],
  );
  assert.equal(asked[0]?.headers.Authorization, "Bearer secret");
  assert.deepEqual(asked[0]?.body.photos, [{ id: photo.id, digest: photo.digest }]);
  assert.equal(
    asked[1]?.headers["Content-Digest"],
    "sha-256=:A5BYxvLAy0ksUzsKTRTvd8wPeKvMztUofYShogEc+4E=:",
  );
});

test("a lost answer is followed by the same delivery, then by the change", async () => {
  const kept = aKeptObservation();
  await store.keep({ observations: [kept] });
  server(() => {
    throw new TypeError("cut");
  });
  await sender.kick();
  assert.equal(await stateOf(kept.id), "phone");
  assert.equal(sender.isUnreachable, true);
  await store.change("observations", kept.id, (one) => afterSaying(one, { severity: 3 }));
  server(keeping);
  await sender.hurry();
  assert.equal(await stateOf(kept.id), "received");
  const bodies = asked.map((one) => one.body);
  assert.deepEqual(bodies[1], bodies[0]);
  assert.equal(bodies[2]?.severity, 3);
  assert.equal(bodies[2]?.based_on, 1);
});

test("an answer that is not Walks' does not count as received", async () => {
  const kept = aKeptObservation();
  await store.keep({ observations: [kept] });
  server(() => new Response("<h1>Sign in to the station's network</h1>"));
  await sender.kick();
  assert.equal(await stateOf(kept.id), "phone");
});

test("a refusal is kept with its sentence, and a full walk is tried again later", async () => {
  const kept = aKeptObservation();
  await store.keep({ observations: [kept] });
  server(() => json({ code: "quota", title: "Full", detail: "Tell your facilitator." }, 429));
  await sender.kick();
  assert.equal(await stateOf(kept.id), "phone");
  server(() => json({ code: "invalid", title: "Not right", detail: "Correct it." }, 422));
  await sender.hurry();
  assert.equal(await stateOf(kept.id), "refused");
  assert.equal((await store.get("observations", kept.id))?.refusal?.detail, "Correct it.");
});

test("a phone that is no longer on the walk keeps everything and stops sending", async () => {
  const kept = aKeptObservation();
  await store.keep({ observations: [kept] });
  server(() => json({ code: "token-unknown", title: "No longer", detail: "Join again." }, 401));
  await sender.kick();
  assert.equal((await store.get("walks", aWalk().id))?.shut?.code, "token-unknown");
  assert.equal(await stateOf(kept.id), "phone");
  await sender.hurry();
  assert.equal(asked.length, 1);
});

test("what was taken back is forgotten once the server says so", async () => {
  const gone = aReceivedObservation({ withdrawn: true });
  await store.keep({ observations: [gone] });
  server(keeping);
  await sender.kick();
  assert.equal(asked[0]?.method, "DELETE");
  assert.equal(await store.get("observations", gone.id), undefined);
});

test("a refused photo tells why", async () => {
  const photo = aPhoto();
  const received = aReceivedObservation({ photos: [photo.id] });
  await store.keep({ observations: [received], media: [photo], bytes: [bytesOf()] });
  server(() => json({ state: "refused", reason: "unreadable", sentence: "It cannot be read." }));
  await sender.kick();
  assert.equal(await stateOf(received.id), "refused");
  assert.equal((await store.get("media", photo.id))?.detail, "It cannot be read.");
});

test("an errand is run once, and again when it is said anew", async () => {
  const errand = anErrand();
  await store.keep({ errands: [errand] });
  server(() => json({}));
  await sender.kick();
  await sender.kick();
  assert.deepEqual(
    asked.map((one) => [one.method, one.body]),
    [["PUT", { gender: "woman" }]],
  );
  await store.change("errands", errand.id, (one) => ({ ...one, change: 2, json: {} }));
  await sender.kick();
  assert.equal(asked.length, 2);
  assert.equal((await store.get("errands", errand.id))?.sent, 2);
});

test("several travel in one request, and each is answered for itself, in any order", async () => {
  const [first, second, third] = [1, 2, 3].map((n) => aKeptObservation({ made_at: NOON + n }));
  const all = /** @type {import("./an.js").Observation[]} */ ([first, second, third]);
  await store.keep({ observations: all });
  server(async ({ body }) => {
    const answers = body.deliveries.map(async (/** @type {any} */ { id, ...delivery }) =>
      id === second?.id
        ? { id, status: 422, code: "invalid", title: "Not right", detail: "Correct it." }
        : { id, status: 201, revision: 1, digest: await digestOfDelivery(delivery) },
    );
    return json({ results: (await Promise.all(answers)).reverse() });
  });
  await sender.kick();
  const states = await Promise.all(all.map((one) => stateOf(one.id)));
  assert.deepEqual(states, ["received", "refused", "received"]);
  assert.equal(asked.length, 1);
});

test("what is not answered in a backlog's reply is not received", async () => {
  const all = [1, 2].map((n) => aKeptObservation({ made_at: NOON + n }));
  await store.keep({ observations: all });
  server(() => json({ results: [] }));
  await sender.kick();
  assert.deepEqual(await Promise.all(all.map((one) => stateOf(one.id))), ["phone", "phone"]);
});

test("a backlog that is refused as a whole goes one by one", async () => {
  const all = [1, 2].map((n) => aKeptObservation({ made_at: NOON + n }));
  await store.keep({ observations: all });
  server((request) =>
    request.method === "POST"
      ? json({ code: "too-large", title: "", detail: "" }, 413)
      : keeping(request),
  );
  await sender.kick();
  await sender.hurry();
  assert.deepEqual(
    asked.map((one) => one.method),
    ["POST", "PUT", "PUT"],
  );
  assert.deepEqual(await Promise.all(all.map((one) => stateOf(one.id))), ["received", "received"]);
});

test("a withdrawal that overtakes its own delivery is asked for again", async () => {
  const attempt = { change: 1, body: {}, digest: "d", at: Date.now() };
  const gone = aKeptObservation({ withdrawn: true, attempt });
  await store.keep({ observations: [gone] });
  server(() => json({ code: "not-found", title: "", detail: "" }, 404));
  await sender.kick();
  assert.equal((await store.get("observations", gone.id))?.withdrawn, true);
  await store.change("observations", gone.id, (one) => ({
    ...one,
    attempt: { ...attempt, at: 0 },
  }));
  await sender.hurry();
  assert.equal(await store.get("observations", gone.id), undefined);
});

test("what is said while the sender comes to rest is sent too", async () => {
  const kept = aKeptObservation();
  await store.keep({ observations: [kept] });
  server(keeping);
  const read = sender.backlog.bind(sender);
  let reads = 0;
  sender.backlog = async () => {
    const found = await read();
    reads += 1;
    if (reads === 3) {
      await store.change("observations", kept.id, (one) => afterSaying(one, { severity: 3 }));
      await sender.kick();
    }
    return found;
  };
  await sender.kick();
  assert.equal(asked.at(-1)?.body.severity, 3);
  assert.equal(await stateOf(kept.id), "received");
});

test("an answer of another shape is no answer, and is tried again by itself", async () => {
  const all = [1, 2].map((n) => aKeptObservation({ made_at: NOON + n }));
  await store.keep({ observations: all });
  server(() => json("welcome to the station's network"));
  await assert.rejects(sender.kick(), TypeError);
  assert.ok(sender.timer !== undefined && !sender.isBusy);
  server((request) =>
    request.method === "POST"
      ? json({ code: "too-large", title: "", detail: "" }, 413)
      : keeping(request),
  );
  await sender.hurry();
  await sender.hurry();
  assert.deepEqual(await Promise.all(all.map((one) => stateOf(one.id))), ["received", "received"]);
});

test("a photo that the server has no more is not asked after for ever", async () => {
  const photo = aPhoto({ state: "received" });
  const observations = [aReceivedObservation({ photos: [photo.id] })];
  await store.keep({ observations, media: [photo], bytes: [bytesOf(photo)] });
  server(() => json({ code: "not-found", title: "", detail: "It is not here any more." }, 404));
  await sender.kick();
  const after = await store.get("media", photo.id);
  assert.deepEqual([after?.state, after?.detail], ["refused", "It is not here any more."]);
  assert.equal(asked.length, 1);
});

test("a photo that another phone owes is asked after again, later", async () => {
  const photo = aPhoto({ state: "received" });
  await store.keep({
    observations: [aReceivedObservation({ photos: [photo.id] })],
    media: [photo],
  });
  server(() => json({ code: "not-found", title: "", detail: "" }, 404));
  await sender.kick();
  const after = await store.get("media", photo.id);
  assert.equal(after?.state, "received");
  assert.ok((after?.not_before ?? 0) >= Date.now() + 50_000);
});
