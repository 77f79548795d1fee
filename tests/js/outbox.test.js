import assert from "node:assert/strict";
import { test } from "node:test";
import {
  acknowledged,
  BACKLOG,
  deliveryOf,
  nextAct,
  nextDue,
  paused,
  refused,
  standing,
} from "../../static/js/outbox.js";
import {
  aDraft,
  afterSaying,
  aKeptObservation,
  anErrand,
  aPhoto,
  aReceivedObservation,
  aWalk,
  NOON,
} from "./an.js";

/**
 * @param {import("./an.js").Observation[]} observations
 * @param {import("./an.js").Media[]} [media]
 * @param {Partial<import("./an.js").JoinedWalk>} [walk]
 */
function backlog(observations, media = [], walk = {}) {
  return { walk: aWalk(walk), observations, media, errands: [] };
}

/** @param {import("./an.js").Observation} observation */
function anAttemptAt(observation) {
  return { change: observation.change, body: deliveryOf(observation, []), digest: "d1", at: NOON };
}

test("a draft is not sent", () => {
  assert.equal(nextAct(backlog([aDraft()]), NOON), undefined);
});

test("what was kept first is sent first", () => {
  const [younger, older] = [aKeptObservation({ made_at: NOON + 1 }), aKeptObservation()];
  assert.deepEqual(nextAct(backlog([younger, older]), NOON), {
    do: "deliver",
    observations: [older, younger],
  });
});

test("what is being written is held back", () => {
  const kept = aKeptObservation();
  assert.equal(nextAct(backlog([kept]), NOON, new Set([kept.id])), undefined);
});

test("nothing is received before its acknowledgement", () => {
  const kept = aKeptObservation();
  assert.equal(standing(kept, []), "phone");
  assert.equal(standing(kept, [], new Set([kept.id])), "sending");
  const answer = { revision: 1, digest: "d1" };
  assert.equal(standing(acknowledged(kept, anAttemptAt(kept), answer, NOON), []), "received");
});

test("an acknowledgement of another digest is none", () => {
  const kept = aKeptObservation();
  const attempt = anAttemptAt(kept);
  const after = acknowledged({ ...kept, attempt }, attempt, { revision: 1, digest: "other" }, NOON);
  assert.equal(standing(after, []), "phone");
  assert.ok(after.not_before > NOON);
  assert.deepEqual(after.attempt, attempt);
});

test("what changed while it travelled is still to be sent, as the next revision", () => {
  const kept = aKeptObservation();
  const attempt = anAttemptAt(kept);
  const meanwhile = afterSaying({ ...kept, attempt }, { severity: 3 });
  const after = acknowledged(meanwhile, attempt, { revision: 1, digest: "d1" }, NOON);
  assert.equal(standing(after, []), "phone");
  assert.equal(nextAct(backlog([after]), NOON)?.do, "deliver");
  assert.equal(deliveryOf(after, []).based_on, 1);
  assert.equal(deliveryOf(after, []).severity, 3);
});

test("a delivery whose answer was lost stays to be sent as it was", () => {
  const kept = aKeptObservation();
  const attempt = anAttemptAt(kept);
  const changedLater = afterSaying({ ...kept, attempt }, { severity: 2 });
  const act = nextAct(backlog([changedLater]), NOON);
  assert.ok(act?.do === "deliver");
  assert.equal(act.observations[0]?.attempt?.body.severity, null);
});

test("what was refused stays until the person changes it", () => {
  const kept = aKeptObservation();
  const refusal = { code: "invalid", title: "Something is not right", detail: "Correct it." };
  const after = refused(kept, anAttemptAt(kept), refusal);
  assert.equal(standing(after, []), "refused");
  assert.equal(nextAct(backlog([after]), NOON), undefined);
  assert.equal(nextAct(backlog([afterSaying(after, { note: "x" })]), NOON)?.do, "deliver");
});

test("photos follow their observation's acknowledgement, not before", () => {
  const photo = aPhoto();
  const kept = aKeptObservation({ photos: [photo.id] });
  assert.equal(nextAct(backlog([kept], [photo]), NOON)?.do, "deliver");
  const received = aReceivedObservation({ photos: [photo.id] });
  assert.deepEqual(nextAct(backlog([received], [photo]), NOON), { do: "send", media: photo });
  assert.equal(standing(received, [photo]), "phone");
});

test("a received photo is asked after until it is settled", () => {
  const received = aReceivedObservation({ photos: [aPhoto().id] });
  const photo = aPhoto({ state: "received", not_before: NOON + 5 });
  assert.equal(nextAct(backlog([received], [photo]), NOON), undefined);
  assert.equal(nextDue(backlog([received], [photo])), NOON + 5);
  assert.equal(nextAct(backlog([received], [photo]), NOON + 5)?.do, "ask");
  assert.equal(nextDue(backlog([received], [aPhoto({ state: "kept" })])), undefined);
});

test("a refused photo needs the person", () => {
  const received = aReceivedObservation({ photos: [aPhoto().id] });
  assert.equal(standing(received, [aPhoto({ state: "refused" })]), "refused");
});

test("pauses double up to five minutes", () => {
  let kept = aKeptObservation();
  const pauses = Array.from({ length: 10 }, () => {
    kept = paused(kept, NOON);
    return kept.not_before - NOON;
  });
  assert.deepEqual(pauses.slice(0, 3), [2_000, 4_000, 8_000]);
  assert.equal(pauses.at(-1), 300_000);
});

test("a taken back observation is withdrawn before anything else is said of it", () => {
  const withdrawn = aReceivedObservation({ withdrawn: true });
  assert.equal(standing(withdrawn, []), "leaving");
  assert.equal(nextAct(backlog([withdrawn]), NOON)?.do, "withdraw");
});

test("a walk that shut this phone out is sent nothing", () => {
  const shut = { code: "token-unknown", title: "", detail: "" };
  assert.equal(nextAct(backlog([aKeptObservation()], [], { shut }), NOON), undefined);
});

test("a backlog travels together, as many as the server takes at once", () => {
  const many = Array.from({ length: 30 }, (_, n) => aKeptObservation({ made_at: NOON + n }));
  const act = nextAct(backlog(many), NOON);
  assert.ok(act?.do === "deliver");
  assert.deepEqual(act.observations, many.slice(0, BACKLOG));
});

test("what was refused together travels alone, and does not hold up the others", () => {
  const poisoned = aKeptObservation({ alone: true });
  const [second, third] = [1, 2].map((n) => aKeptObservation({ made_at: NOON + n }));
  const all = /** @type {import("./an.js").Observation[]} */ ([poisoned, second, third]);
  assert.deepEqual(nextAct(backlog(all), NOON), { do: "deliver", observations: [poisoned] });
  const pausing = { ...poisoned, not_before: NOON + 1 };
  assert.deepEqual(nextAct(backlog([pausing, ...all.slice(1)]), NOON), {
    do: "deliver",
    observations: [second, third],
  });
});

test("words travel before errands, and errands before photos", () => {
  const photo = aPhoto();
  const received = aReceivedObservation({ photos: [photo.id] });
  const kept = aKeptObservation({ made_at: NOON + 1 });
  const all = { ...backlog([received, kept], [photo]), errands: [anErrand()] };
  assert.equal(nextAct(all, NOON)?.do, "deliver");
  assert.equal(nextAct({ ...all, observations: [received] }, NOON)?.do, "errand");
  const done = [anErrand({ sent: 1 })];
  assert.equal(nextAct({ ...all, observations: [received], errands: done }, NOON)?.do, "send");
});

test("a voice note is announced beside the photos, and only where there is one", () => {
  const [photo, voice] = [aPhoto(), aPhoto({ id: "v", medium: "voice", digest: "dv" })];
  const spoken = aKeptObservation({ photos: [photo.id], voice: "v" });
  const body = deliveryOf(spoken, [voice, photo]);
  assert.deepEqual(body.photos, [{ id: photo.id, digest: photo.digest }]);
  assert.deepEqual(body.voice, { id: "v", digest: "dv" });
  assert.equal("voice" in deliveryOf({ ...spoken, voice: null }, [photo]), false);
});
