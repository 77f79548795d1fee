import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { basemapOf, forgetBasemap, keepBasemap } from "../../static/js/basemap/kept.js";

/** @type {Map<string, Map<string, Response>>} */
let shelves;
/** @type {{url: string, token: string | undefined}[]} */
let asked;
/** @type {number} */
let status;

/** @param {string} name */
function shelf(name) {
  const kept = shelves.get(name) ?? new Map();
  shelves.set(name, kept);
  return {
    match: async (/** @type {string} */ url) => kept.get(url)?.clone(),
    put: async (/** @type {string} */ url, /** @type {Response} */ answer) => kept.set(url, answer),
    keys: async () => [...kept.keys()],
    delete: async (/** @type {string} */ url) => kept.delete(url),
  };
}

/** @param {string} version */
function walk(version) {
  return {
    id: "w",
    token: "t",
    sheet: { tiles: { basemap: { url: `/basemap?version=${version}` } } },
  };
}

beforeEach(() => {
  shelves = new Map();
  asked = [];
  status = 200;
  Object.assign(globalThis, {
    caches: {
      open: async (/** @type {string} */ name) => shelf(name),
      delete: async (/** @type {string} */ name) => shelves.delete(name),
    },
    fetch: async (/** @type {string} */ url, /** @type {any} */ { headers }) => {
      asked.push({ url, token: headers?.Authorization });
      return new Response(`of ${url}`, { status });
    },
  });
});

test("it is fetched once with the phone's token, and then read from the phone", async () => {
  const first = await basemapOf(walk("1"));
  const again = await basemapOf(walk("1"));
  assert.deepEqual(asked, [{ url: "/basemap?version=1", token: "Bearer t" }]);
  assert.equal(new TextDecoder().decode(first), "of /basemap?version=1");
  assert.deepEqual(again, first);
});

test("a new one takes the place of the old one", async () => {
  await basemapOf(walk("1"));
  await basemapOf(walk("2"));
  assert.deepEqual([...(shelves.get("basemap-w")?.keys() ?? [])], ["/basemap?version=2"]);
});

test("what is refused is not kept, and leaves the old one in its place", async () => {
  await basemapOf(walk("1"));
  status = 404;
  await assert.rejects(basemapOf(walk("2")), (error) => /refused: 404/.test(String(error)));
  assert.deepEqual([...(shelves.get("basemap-w")?.keys() ?? [])], ["/basemap?version=1"]);
});

test("without a cache it is fetched each time, as on a page that did not come by https", async () => {
  Object.assign(globalThis, { caches: undefined });
  await basemapOf(walk("1"));
  await basemapOf(walk("1"));
  assert.equal(asked.length, 2);
});

test("it goes with a walk that is over for this phone, and alone", async () => {
  await basemapOf(walk("1"));
  await basemapOf({ ...walk("1"), id: "other" });
  await keepBasemap({ ...walk("1"), shut: { code: "walk-archived" } });
  assert.deepEqual([...shelves.keys()], ["basemap-other"]);
  await forgetBasemap("other");
  assert.deepEqual([...shelves.keys()], []);
});
