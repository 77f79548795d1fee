import assert from "node:assert/strict";
import { before, mock, test } from "node:test";
import { better, fixOf, inWordsOf, rounded, Watch } from "../../static/js/position.js";
import { consistent, following, nextQuestion, withOffset } from "../../static/js/recording.js";
import { speak, word } from "../../static/js/words.js";
import { aDraft, aKeptObservation, NOON } from "./an.js";

before(() =>
  speak(
    {
      "place.fine": "to about {metres} m",
      "place.coarse": "only to about {metres} m",
      "place.on_map": "shown on the map",
      "place.measured": "measured",
      "place.old.one": "({count} minute ago)",
      "place.old.other": "({count} minutes ago)",
    },
    "en",
  ),
);

/**
 * @param {number} metres
 * @param {number} [at]
 */
function aFix(metres, at = NOON) {
  const coords = { longitude: 4.37221234567, latitude: 50.8277, accuracy: metres };
  return fixOf(/** @type {GeolocationPosition} */ ({ coords, timestamp: at }));
}

test("accuracy is said in round metres", () => {
  assert.deepEqual(
    [0.2, 7.6, 12, 27, 44, 99, 130, 1260].map(rounded),
    [1, 8, 10, 25, 40, 100, 150, 1250],
  );
});

test("a place is said in words", () => {
  assert.equal(inWordsOf(aFix(8.2).position), "to about 8 m");
  assert.equal(inWordsOf(aFix(260).position), "only to about 250 m");
  assert.equal(inWordsOf(aFix(8).position, 125_000), "to about 8 m (2 minutes ago)");
  assert.equal(
    inWordsOf({ ...aFix(8).position, source: "map", accuracy_m: null }),
    "shown on the map",
  );
});

test("a word that is missing is an error, not a blank", () => {
  assert.throws(() => word("nowhere"), /nowhere/);
});

test("coordinates are kept to about ten centimetres", () => {
  assert.equal(aFix(8).position.longitude, 4.372212);
});

test("the finer fix stays until it is a minute old", () => {
  const [fine, coarse] = [aFix(5), aFix(30, NOON + 10_000)];
  assert.equal(better(fine, coarse), fine);
  assert.equal(better(coarse, fine), fine);
  assert.equal(better(fine, aFix(30, NOON + 61_000)).position.accuracy_m, 30);
});

test("a draft follows the phone, and a kept one a little longer", () => {
  assert.equal(following(aDraft(), aFix(20), NOON)?.content.position?.accuracy_m, 20);
  const kept = aKeptObservation();
  assert.equal(following(kept, aFix(20), NOON + 8_000)?.content.position?.accuracy_m, 20);
  assert.equal(following(kept, aFix(20), NOON + 60_000), undefined);
});

test("a place that the person chose is left alone", () => {
  assert.equal(following(aDraft({ placed: true }), aFix(3), NOON), undefined);
});

test("a kept observation is not sent anew for every metre", () => {
  const there = following(aKeptObservation(), aFix(25), NOON);
  assert.ok(there);
  assert.equal(following(there, aFix(20), NOON + 5_000), undefined);
  assert.ok(following(there, aFix(9), NOON + 5_000));
});

test("what no longer fits is taken away", () => {
  const content = { ...aDraft().content, category: "footway.width", severity: 3 };
  assert.deepEqual(consistent(content, { theme: "sight" }).category, null);
  assert.deepEqual(consistent(content, { kind: "asset" }).severity, null);
  assert.equal(consistent(content, { stop: "a" }).place, "stop");
  assert.equal(consistent(content, { stop: "a", next_stop: "b" }).place, "between");
  assert.equal(consistent(content, { stop: "a", position: aFix(8).position }).place, null);
  assert.equal(
    consistent({ ...content, side: "left", next_stop: "b" }, { next_stop: null }).side,
    null,
  );
});

test("questions come one after the other, and none that does not fit", () => {
  assert.equal(nextQuestion(aDraft(), []), "category");
  assert.equal(nextQuestion(aDraft(), ["category"]), "severity");
  assert.equal(nextQuestion(aDraft(), ["category", "severity"]), "affects");
  const idea = aDraft({ content: { ...aDraft().content, kind: "idea", theme: null } });
  assert.equal(nextQuestion(idea, []), "affects");
});

test("an instant carries the phone's own offset", () => {
  const told = withOffset(new Date(NOON));
  assert.match(told, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
  assert.equal(Date.parse(told), NOON);
});

test("a question that nobody answers is not waited for, and a late answer is taken", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let answer = (/** @type {any} */ _found) => {};
  const geolocation = {
    watchPosition: (/** @type {typeof answer} */ found) => {
      answer = found;
      return 1;
    },
    clearWatch() {},
  };
  Object.defineProperty(globalThis, "navigator", { value: { geolocation }, configurable: true });
  const watch = new Watch();
  watch.start();
  assert.equal(watch.search, "waiting");
  mock.timers.tick(20_000);
  assert.equal(watch.search, "denied");
  answer({ coords: { longitude: 4.37, latitude: 50.83, accuracy: 8 }, timestamp: Date.now() });
  assert.equal(watch.search, "found");
  mock.timers.tick(20_000);
  assert.equal(watch.search, "found");
  mock.timers.reset();
});
