import { page } from "./dom.js";
import { nextDue } from "./outbox.js";

/**
 * The page and its service worker: opening without a connection, sending with no page open, and a
 * new version that takes over only when nobody is writing.
 *
 * While somebody is on any other screen than the walk's own, their page holds a lock that pages
 * share; the sender holds another while something travels. Whoever wants the new version must have
 * both for a moment, in all tabs at once.
 *
 * @typedef {import("./app.js").App} App
 */

const WRITING = "walks-writing";
const SENDING = "walks-outbox";

/** @param {App} app */
export async function workOffline(app) {
  const { serviceWorker, locks } = navigator;
  if (!serviceWorker) return;
  const versions = new Versions(serviceWorker);
  if (locks) versions.followWriting();
  // Only once everything is there, since the first visit pays for nothing twice.
  const registration = await serviceWorker.register("/service-worker.js", {
    scope: "/walk/",
    updateViaCache: "none",
  });
  versions.watch(registration);
  whenAway(() => wakeToSend(app, registration));
  const { active } = await serviceWorker.ready;
  page().dataset.offline = "ready";
  whenIdle(() => active?.postMessage("fetch the rest"));
}

/** Which version runs, which one waits, and whether the moment is quiet enough to change. */
class Versions {
  /** @param {ServiceWorkerContainer} container */
  constructor(container) {
    this.hadOne = container.controller !== null;
    this.isOld = false;
    /** @type {ServiceWorkerRegistration | undefined} */
    this.registration = undefined;
    /** @type {(() => void) | undefined} */
    this.letGo = undefined;
    /** @type {Promise<unknown>} ends when the lock that was held is free */
    this.held = Promise.resolve();
    container.addEventListener("controllerchange", () => this.changed());
  }

  /** @param {ServiceWorkerRegistration} registration */
  watch(registration) {
    this.registration = registration;
    registration.addEventListener("updatefound", () => {
      const found = registration.installing;
      found?.addEventListener("statechange", () => document.hidden && this.takeOver());
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) registration.update().catch(() => undefined);
      this.takeOver();
    });
    this.takeOver();
  }

  /** Another version answers from now on: this page is of the old one, unless it is the first. */
  changed() {
    this.isOld = this.hadOne;
    this.hadOne = true;
    this.takeOver();
  }

  /** Holds the shared lock as long as this page shows more than the walk's own screen. */
  followWriting() {
    const follow = () => {
      const isWriting = location.hash.length > 1;
      if (isWriting === Boolean(this.letGo)) return;
      if (isWriting) {
        const left = new Promise((resolve) => {
          this.letGo = () => resolve(undefined);
        });
        this.held = navigator.locks.request(WRITING, { mode: "shared" }, () => left);
      } else {
        this.letGo?.();
        this.letGo = undefined;
        this.held.then(() => this.takeOver());
      }
    };
    addEventListener("hashchange", follow);
    follow();
  }

  /** Lets the version that waits take over, or loads the page that belongs to it. */
  async takeOver() {
    if (!(this.isOld || this.registration?.waiting) || this.letGo || !navigator.locks) return;
    await ifFree(WRITING, () =>
      ifFree(SENDING, () => {
        if (this.isOld) location.reload();
        else this.registration?.waiting?.postMessage("take over");
      }),
    );
  }
}

/**
 * @param {string} name of a lock
 * @param {() => unknown} act is done only when nobody holds it
 */
function ifFree(name, act) {
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && act());
}

/**
 * Asks the browser to wake the worker when there is a connection, where it can do that.
 *
 * @param {App} app
 * @param {ServiceWorkerRegistration} registration
 */
async function wakeToSend(app, registration) {
  const { sync } = /** @type {any} */ (registration);
  if (!sync || nextDue(await app.sender.backlog()) === undefined) return;
  // A browser may refuse it, as in a private window; the page sends by itself when it is opened.
  await sync.register("outbox").catch(() => undefined);
}

/** @param {() => unknown} act */
function whenAway(act) {
  document.addEventListener("visibilitychange", () => document.hidden && act());
  addEventListener("offline", act);
}

/** @param {() => void} act */
function whenIdle(act) {
  if ("requestIdleCallback" in window) requestIdleCallback(act, { timeout: 5_000 });
  else setTimeout(act, 1_000);
}
