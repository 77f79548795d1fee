import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { ask, Unreachable } from "../../static/js/api.js";

const realFetch = globalThis.fetch;

afterEach(() => {
  mock.timers.reset();
  globalThis.fetch = realFetch;
});

/** A server whose answer begins, and then nothing more comes. */
function stalling() {
  globalThis.fetch = async (_path, { signal } = {}) => {
    const start = (/** @type {ReadableStreamDefaultController} */ body) =>
      signal?.addEventListener("abort", () => body.error(signal.reason));
    return new Response(new ReadableStream({ start }));
  };
}

test("an answer that stops in its middle is given up, as one that never comes", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  stalling();
  const heard = ask("GET", "/api/walks/1").catch((/** @type {unknown} */ error) => error);
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  mock.timers.tick(45_000);
  const later = new Promise((resolve) => setImmediate(() => resolve("still waits")));
  assert.ok((await Promise.race([heard, later])) instanceof Unreachable);
});
