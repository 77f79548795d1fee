import { ask, Refused, Unreachable } from "./api.js";
import { contentDigest, digestOfDelivery } from "./digest.js";
import { acknowledged, deliveryOf, nextAct, nextDue, paused, refused } from "./outbox.js";

/**
 * Carries the outbox to the server: one sender at a time, however many tabs are open.
 *
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").JoinedWalk} JoinedWalk
 * @typedef {import("./store.js").Observation} Observation
 * @typedef {import("./store.js").Photo} Photo
 * @typedef {import("./outbox.js").Act} Act
 */

const LOCK = "walks-outbox";
const ANOTHER_TAB_MS = 3_000;
const PHOTO_CHECK_MS = 4_000;
const LATER_MS = 60_000;
const TRY_AGAIN_LATER = new Set(["quota", "too-many-tries", "photo-not-owed", "digest-differs"]);

/** Sends what waits, tells by a "sending" event what travels, and tries again by itself. */
export class Sender extends EventTarget {
  /**
   * @param {Store} store
   * @param {string} walkId
   */
  constructor(store, walkId) {
    super();
    this.store = store;
    this.walkId = walkId;
    /** @type {Set<string>} observations that somebody is writing in */
    this.held = new Set();
    /** @type {string | null} */
    this.sending = null;
    this.isUnreachable = false;
    this.isBusy = false;
    this.isStopped = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Sends now what may be sent, and once more when something was added meanwhile. */
  async kick() {
    clearTimeout(this.timer);
    if (this.isBusy || this.isStopped) return;
    this.isBusy = true;
    try {
      const worked = await alone(() => this.work());
      if (!worked) this.wakeIn(ANOTHER_TAB_MS);
      else await this.rest();
    } finally {
      this.isBusy = false;
    }
  }

  /** Sends at once, also what is pausing after a failure. */
  async hurry() {
    const { observations, photos } = await this.backlog();
    const hurried = { tries: 0, not_before: 0 };
    await this.store.keep({
      observations: observations.map((one) => ({ ...one, ...hurried })),
      photos: photos.map((one) => ({ ...one, ...hurried })),
    });
    await this.kick();
  }

  /** Sends nothing more. */
  stop() {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  async work() {
    for (;;) {
      const act = nextAct(await this.backlog(), Date.now(), this.held);
      if (!act || this.isStopped) return;
      this.tell(act.do === "profile" || act.do === "ask" ? null : idOf(act));
      await this.perform(act).finally(() => this.tell(null));
    }
  }

  async rest() {
    const due = nextDue(await this.backlog(), this.held);
    if (due !== undefined) this.wakeIn(Math.max(due - Date.now(), 0));
  }

  /** @param {number} pause milliseconds */
  wakeIn(pause) {
    if (!this.isStopped) this.timer = setTimeout(() => this.kick(), pause);
  }

  /** @returns {Promise<import("./outbox.js").Backlog>} */
  async backlog() {
    const walk = await this.store.get("walks", this.walkId);
    if (!walk) return { walk: /** @type {any} */ ({ shut: true }), observations: [], photos: [] };
    const observations = await this.store.of("observations", this.walkId);
    return { walk, observations, photos: await this.store.of("photos", this.walkId) };
  }

  /** @param {string | null} id */
  tell(id) {
    this.sending = id;
    this.dispatchEvent(new Event("sending"));
  }

  /** @param {Act} act */
  async perform(act) {
    const walk = /** @type {JoinedWalk} */ (await this.store.get("walks", this.walkId));
    try {
      if (act.do === "deliver") await this.deliver(walk, act.observation);
      else if (act.do === "withdraw") await this.withdraw(walk, act.observation);
      else if (act.do === "send") await this.sendPhoto(walk, act.photo);
      else if (act.do === "ask") await this.askAfter(walk, act.photo);
      else await this.sendProfile(walk);
      this.isUnreachable = false;
    } catch (error) {
      this.isUnreachable = error instanceof Unreachable;
      await this.pause(act, error);
    }
  }

  /**
   * @param {JoinedWalk} walk
   * @param {Observation} waiting
   */
  async deliver(walk, waiting) {
    const attempt = waiting.attempt ?? (await this.attemptOf(waiting));
    const kept = await this.store.change("observations", waiting.id, (one) => ({
      ...one,
      attempt,
    }));
    if (!kept) return;
    const path = `/api/walks/${walk.id}/observations/${waiting.id}`;
    try {
      const { body } = await ask("PUT", path, { token: walk.token, json: attempt.body });
      const confirm = (/** @type {Observation} */ one) =>
        acknowledged(one, attempt, body, Date.now());
      await this.store.change("observations", waiting.id, confirm);
    } catch (error) {
      const refusal = final(error);
      if (!refusal) throw error;
      await this.store.change("observations", waiting.id, (one) => refused(one, attempt, refusal));
    }
  }

  /**
   * @param {Observation} observation
   * @returns {Promise<import("./store.js").Attempt>}
   */
  async attemptOf(observation) {
    const body = deliveryOf(observation, await this.store.of("photos", this.walkId));
    return { change: observation.change, body, digest: await digestOfDelivery(body) };
  }

  /**
   * @param {JoinedWalk} walk
   * @param {Observation} observation
   */
  async withdraw(walk, observation) {
    const path = `/api/walks/${walk.id}/observations/${observation.id}`;
    try {
      await ask("DELETE", path, { token: walk.token });
    } catch (error) {
      const isGone = error instanceof Refused && [404, 410].includes(error.status);
      if (!isGone) throw error;
    }
    await this.store.forget(observation);
  }

  /**
   * @param {JoinedWalk} walk
   * @param {Photo} photo
   */
  async sendPhoto(walk, photo) {
    const headers = { "Content-Type": photo.type, "Content-Digest": contentDigest(photo.digest) };
    const { body } = await ask("PUT", `/api/photos/${photo.id}`, {
      token: walk.token,
      bytes: photo.bytes,
      headers,
    });
    await this.settlePhoto(photo, body);
  }

  /**
   * Asks what became of a photo that was received.
   *
   * @param {JoinedWalk} walk
   * @param {Photo} photo
   */
  async askAfter(walk, photo) {
    const { body } = await ask("GET", `/api/photos/${photo.id}`, { token: walk.token });
    await this.settlePhoto(photo, body);
  }

  /**
   * @param {Photo} photo
   * @param {{state: Photo["state"], sentence?: string}} answer
   */
  async settlePhoto(photo, answer) {
    /** @param {Photo} one @returns {Photo} */
    const settled = (one) => {
      if (answer.state === "received") {
        const first = one.state === "waiting" ? { ...one, tries: 0 } : one;
        return paused({ ...first, state: "received" }, Date.now(), PHOTO_CHECK_MS);
      }
      if (answer.state !== "kept" && answer.state !== "refused") return paused(one, Date.now());
      return { ...one, state: answer.state, detail: answer.sentence ?? "" };
    };
    await this.store.change("photos", photo.id, settled);
  }

  /** @param {JoinedWalk} walk */
  async sendProfile(walk) {
    const sent = /** @type {NonNullable<JoinedWalk["profile"]>} */ (walk.profile);
    try {
      await ask("PUT", `/api/walks/${walk.id}/profile`, { token: walk.token, json: sent.answers });
      await this.changeProfile((profile) => ({ ...profile, sent: sent.change, tries: 0 }));
    } catch (error) {
      const refusal = final(error);
      if (!refusal) throw error;
      await this.changeProfile((profile) => ({ ...profile, refusal }));
    }
  }

  /** @param {(profile: NonNullable<JoinedWalk["profile"]>) => JoinedWalk["profile"]} change */
  async changeProfile(change) {
    await this.store.change("walks", this.walkId, (walk) =>
      walk.profile ? { ...walk, profile: change(walk.profile) } : undefined,
    );
  }

  /**
   * @param {Act} act
   * @param {unknown} error
   */
  async pause(act, error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    if (error instanceof Refused && [401, 403].includes(error.status)) {
      await this.store.change("walks", this.walkId, (walk) => ({ ...walk, shut: error.refusal }));
      return;
    }
    const refusal = act.do === "send" ? final(error) : null;
    const least =
      error instanceof Refused && TRY_AGAIN_LATER.has(error.problem.code) ? LATER_MS : 0;
    if (refusal && "photo" in act) {
      await this.settlePhoto(act.photo, { state: "refused", sentence: refusal.detail });
    } else if ("photo" in act) {
      await this.store.change("photos", act.photo.id, (one) => paused(one, Date.now(), least));
    } else if ("observation" in act) {
      await this.store.change("observations", act.observation.id, (one) =>
        paused(one, Date.now(), least),
      );
    } else {
      await this.changeProfile((profile) => paused(profile, Date.now(), least));
    }
  }
}

/**
 * The refusal that trying again cannot change; null for every other failure.
 *
 * @param {unknown} error
 * @returns {import("./store.js").Refusal | null}
 */
function final(error) {
  if (!(error instanceof Refused) || error.status >= 500) return null;
  if ([401, 403, 408, 425].includes(error.status)) return null;
  return TRY_AGAIN_LATER.has(error.problem.code) ? null : error.refusal;
}

/** @param {Exclude<Act, {do: "profile"}>} act */
function idOf(act) {
  return "photo" in act ? act.photo.id : act.observation.id;
}

/**
 * Does the work unless another tab is at it; says whether it did.
 *
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>}
 */
async function alone(work) {
  if (!globalThis.navigator?.locks) {
    await work();
    return true;
  }
  return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}
