import { Sender } from "./sender.js";
import { openStore } from "./store.js";

/**
 * Sends what waits when no page of a walk is open, for browsers that wake a worker once there is
 * a connection.
 *
 * @param {any} worker the service worker
 * @throws when the server was not reached, so that the browser tries again later
 */
export async function sendWaiting(worker) {
  const pages = await worker.clients.matchAll({ type: "window" });
  // A page that is open sends by itself, and knows what somebody is still writing in.
  if (pages.some((/** @type {any} */ page) => page.visibilityState === "visible")) return;
  const store = await openStore();
  try {
    for (const walk of await store.walks()) await sendAllOf(store, walk.id);
  } finally {
    store.close();
  }
}

/**
 * @param {import("./store.js").Store} store
 * @param {string} walkId
 */
async function sendAllOf(store, walkId) {
  const sender = new Sender(store, walkId);
  await sender.hurry();
  sender.stop();
  if (sender.isUnreachable) throw new Error("Walks was not reached.");
}
