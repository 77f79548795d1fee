import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { isFull, keepRoomForWords, layReserve } from "../../static/js/full.js";

/** What a phone's browser keeps in its caches, and whether there is room for more. */
const phone = { caches: new Set(), isFull: false };

/** @type {any} */
const caches = {
  has: async (/** @type {string} */ name) => phone.caches.has(name),
  delete: async (/** @type {string} */ name) => phone.caches.delete(name),
  open: async (/** @type {string} */ name) => ({
    put: async () => {
      if (phone.isFull) throw quota();
      phone.caches.add(name);
    },
  }),
};
globalThis.caches = caches;

const quota = () => new DOMException("no room", "QuotaExceededError");

/** A store of which the first writes fail, as many as `failures` says. */
class FullStore extends EventTarget {
  failures = 0;
  /** @type {string[][]} */
  written = [];

  /** @param {string[]} shelves */
  async write(shelves) {
    if (this.failures > 0) {
      this.failures -= 1;
      throw quota();
    }
    this.written.push(shelves);
    return "written";
  }
}

/** @param {number} failures */
function full(failures) {
  const store = new FullStore();
  store.failures = failures;
  keepRoomForWords(/** @type {any} */ (store));
  return store;
}

beforeEach(() => {
  phone.caches = new Set(["reserve"]);
  phone.isFull = false;
});

test("words take the reserve's room, and nobody is asked", async () => {
  const store = full(1);
  store.addEventListener("full", () => assert.fail("asked"));
  assert.equal(await store.write(["observations"]), "written");
  assert.equal(phone.caches.has("reserve"), false);
});

test("a photo leaves the reserve alone and waits until it is tried again", async () => {
  const store = full(1);
  store.addEventListener("full", (event) => /** @type {any} */ (event).detail.again());
  assert.equal(await store.write(["observations", "media", "bytes"]), "written");
  assert.equal(phone.caches.has("reserve"), true);
});

test("whoever goes on without a photo gets the error, which is told from others", async () => {
  const store = full(1);
  store.addEventListener("full", (event) => /** @type {any} */ (event).detail.without());
  await assert.rejects(store.write(["media", "bytes"]), isFull);
  assert.deepEqual(store.written, []);
});

test("words that find no room even so are asked about, never dropped", async () => {
  const store = full(2);
  let asked = 0;
  store.addEventListener("full", (event) => {
    asked += 1;
    /** @type {any} */ (event).detail.again();
  });
  assert.equal(await store.write(["observations"]), "written");
  assert.equal(asked, 1);
});

test("another failure stays what it is", async () => {
  const store = new FullStore();
  store.write = async () => {
    throw new TypeError("broken");
  };
  keepRoomForWords(/** @type {any} */ (store));
  await assert.rejects(store.write(["observations"]), TypeError);
});

test("the reserve is laid once, and its absence tells that room is scarce", async () => {
  assert.equal(await layReserve(), true);
  phone.caches.clear();
  assert.equal(await layReserve(), true);
  assert.equal(phone.caches.has("reserve"), true);
  phone.caches.clear();
  phone.isFull = true;
  assert.equal(await layReserve(), false);
});
