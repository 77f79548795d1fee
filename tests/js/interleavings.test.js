import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { env } from "node:process";
import { test } from "node:test";
import { explore } from "./schedule.js";
import { World } from "./world.js";

/**
 * Every order of two tabs, of what the person does and of what the network does that departs from
 * the plain one at most so often: whatever happens, each thing is on the server exactly once, as it
 * was said last, and what was taken back is nowhere.
 *
 * @typedef {import("./world.js").Script} Script
 */

const BOUND = env.WALKS_SOAK ? 2 : 1;

/** @type {Record<string, Script>} */
const SCRIPTS = {
  "recorded and kept": [["record"], ["keep"]],
  "changed after it was kept": [["record"], ["keep"], ["say", "first"], ["say", "second"]],
  "changed in the other tab": [["record"], ["keep"], ["say", "first"], ["other tab"], ["say", "x"]],
  "taken back": [["record"], ["keep"], ["take back"]],
  "taken back in the other tab": [["record"], ["keep"], ["other tab"], ["take back"]],
  "a photo added later": [["record"], ["keep"], ["photo"], ["say", "seen"]],
  "a photo dropped while it travels": [["record"], ["photo"], ["keep"], ["drop"]],
  "one photo for another": [["record"], ["photo"], ["keep"], ["drop"], ["photo"]],
  "a photo of what is taken back": [["record"], ["photo"], ["keep"], ["take back"]],
  "two at once": [["record"], ["keep"], ["record"], ["keep"], ["say", "x"], ["take back"]],
  "a tab closed while it sends": [["record"], ["photo"], ["keep"], ["close"], ["say", "after"]],
  "an errand said anew": [
    ["errand", "one"],
    ["errand", "two"],
    ["errand", "three"],
  ],
};

for (const [title, script] of Object.entries(SCRIPTS)) {
  test(`${title}: exactly once, whatever comes first`, async () => {
    const runs = await explore(BOUND, async (schedule) => {
      const world = new World(schedule);
      try {
        await world.play(script);
        await world.settle();
        await world.check();
      } finally {
        world.end();
      }
    });
    assert.ok(runs > 10);
  });
}
