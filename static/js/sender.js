import { ask, Refused, refusalIn, Unreachable } from "./api.js";
import { contentDigest, digestOfDelivery } from "./digest.js";
import { acknowledged, deliveryOf, nextAct, nextDue, paused, refused } from "./outbox.js";

/**
 * Carries the outbox to the server: one sender at a time, however many tabs are open.
 *
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").JoinedWalk} JoinedWalk
 * @typedef {import("./store.js").Observation} Observation
 * @typedef {import("./store.js").Media} Media
 * @typedef {import("./store.js").Errand} Errand
 * @typedef {import("./outbox.js").Act} Act
 * @typedef {{observation: Observation, attempt: import("./store.js").Attempt}} Parcel
 */

const LOCK = "walks-outbox";
const ANOTHER_TAB_MS = 3_000;
const MEDIA_CHECK_MS = 4_000;
const LATER_MS = 60_000;
const LATER = new Set(["quota", "too-many-tries"]);
const SOON = new Set(["photo-not-owed", "voice-not-owed", "digest-differs"]);
const STILL_TRAVELLING_MS = 300_000; // longer than any proxy keeps a request whose sender is gone
const COPIES_MS = 7 * 86_400_000;

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
    /** @type {Set<string>} ids of what travels now */
    this.sending = new Set();
    this.isUnreachable = false;
    this.isBusy = false;
    this.isAsked = false;
    this.isStopped = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Sends now what may be sent, and once more when something was added meanwhile. */
  async kick() {
    this.isAsked = true;
    if (this.isBusy || this.isStopped) return;
    this.isBusy = true;
    try {
      while (this.isAsked && !this.isStopped) {
        this.isAsked = false;
        clearTimeout(this.timer);
        const worked = await alone(() => this.work());
        if (!worked) this.wakeIn(ANOTHER_TAB_MS);
        else await this.rest();
      }
    } catch (error) {
      this.wakeIn(LATER_MS);
      throw error;
    } finally {
      this.isBusy = false;
    }
  }

  /** Sends at once, also what is pausing after a failure. */
  async hurry() {
    const { observations, media, errands } = await this.backlog();
    await this.hasten("observations", observations);
    await this.hasten("media", media);
    await this.hasten("errands", errands);
    await this.kick();
  }

  /**
   * @param {"observations" | "media" | "errands"} shelf
   * @param {{id: string, not_before: number}[]} things
   */
  async hasten(shelf, things) {
    for (const { id, not_before } of things) {
      if (not_before === 0) continue;
      await this.store.change(shelf, id, (one) => ({ ...one, tries: 0, not_before: 0 }));
    }
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
      this.tell(idsOf(act));
      await this.perform(act).finally(() => this.tell([]));
    }
  }

  async rest() {
    await this.store.forgetBytes(this.walkId, Date.now() - COPIES_MS);
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
    const gone = /** @type {any} */ ({ shut: true });
    return {
      walk: walk ?? gone,
      observations: await this.store.of("observations", this.walkId),
      media: await this.store.of("media", this.walkId),
      errands: await this.store.of("errands", this.walkId),
    };
  }

  /** @param {string[]} ids */
  tell(ids) {
    this.sending = new Set(ids);
    this.dispatchEvent(new Event("sending"));
  }

  /** @param {Act} act */
  async perform(act) {
    const walk = /** @type {JoinedWalk} */ (await this.store.get("walks", this.walkId));
    try {
      if (act.do === "deliver") await this.deliver(walk, act.observations);
      else if (act.do === "withdraw") await this.withdraw(walk, act.observation);
      else if (act.do === "send") await this.sendMedia(walk, act.media);
      else if (act.do === "ask") await this.askAfter(walk, act.media);
      else if (act.do === "errand") await this.run(walk, act.errand);
      this.isUnreachable = false;
    } catch (error) {
      this.isUnreachable = error instanceof Unreachable;
      await this.pause(act, error);
    }
  }

  /**
   * Delivers observations: one by itself, several in one request, each answered for itself.
   *
   * @param {JoinedWalk} walk
   * @param {Observation[]} waiting
   */
  async deliver(walk, waiting) {
    const parcels = await this.packed(waiting);
    const [first] = parcels;
    if (!first) return;
    if (parcels.length > 1) return this.deliverTogether(walk, parcels);
    const path = `/api/walks/${walk.id}/observations/${first.observation.id}`;
    try {
      const { body } = await ask("PUT", path, { token: walk.token, json: first.attempt.body });
      await this.settle(first, body);
    } catch (error) {
      const refusal = final(error);
      if (!refusal) throw error;
      await this.settle(first, refusal);
    }
  }

  /**
   * @param {JoinedWalk} walk
   * @param {Parcel[]} parcels
   */
  async deliverTogether(walk, parcels) {
    const deliveries = parcels.map(({ observation, attempt }) => ({
      id: observation.id,
      ...attempt.body,
    }));
    const path = `/api/walks/${walk.id}/observations`;
    const asked = ask("POST", path, { token: walk.token, json: { deliveries } });
    const { body } = await asked.catch((error) => this.sendApart(parcels, error));
    for (const parcel of parcels) {
      const told = body.results.find((/** @type {any} */ one) => one.id === parcel.observation.id);
      if (told) await this.settle(parcel, told);
      else await this.pauseOne(parcel.observation, 0);
    }
  }

  /**
   * Lets each travel by itself from now on, when the server refused them as a whole.
   *
   * @param {Parcel[]} parcels
   * @param {unknown} error
   * @returns {Promise<never>}
   */
  async sendApart(parcels, error) {
    if (final(error)) {
      for (const { observation } of parcels) {
        await this.store.change("observations", observation.id, (one) => ({ ...one, alone: true }));
      }
    }
    throw error;
  }

  /**
   * The attempts of these observations, on the disk before they travel. One that was taken back
   * meanwhile stays.
   *
   * @param {Observation[]} waiting
   * @returns {Promise<Parcel[]>}
   */
  async packed(waiting) {
    const media = await this.store.of("media", this.walkId);
    const parcels = [];
    for (const one of waiting) {
      const attempt = { ...(one.attempt ?? (await attemptOf(one, media))), at: Date.now() };
      const kept = await this.store.change("observations", one.id, (now) => ({ ...now, attempt }));
      if (kept && !kept.withdrawn) parcels.push({ observation: kept, attempt });
    }
    return parcels;
  }

  /**
   * Writes down what the server said of one delivery: an acknowledgement, or a problem.
   *
   * @param {Parcel} parcel
   * @param {any} told
   */
  async settle({ observation, attempt }, told) {
    if (LATER.has(told.code)) return this.pauseOne(observation, LATER_MS);
    await this.store.change("observations", observation.id, (one) =>
      told.code
        ? refused(one, attempt, refusalIn(told))
        : acknowledged(one, attempt, told, Date.now()),
    );
  }

  /**
   * @param {Observation} observation
   * @param {number} least milliseconds
   */
  async pauseOne(observation, least) {
    const pausing = (/** @type {Observation} */ one) => paused(one, Date.now(), least);
    await this.store.change("observations", observation.id, pausing);
  }

  /**
   * Withdraws an observation. One that the server does not know may still be on its way there:
   * it is asked again, until no delivery can arrive any more.
   *
   * @param {JoinedWalk} walk
   * @param {Observation} observation
   */
  async withdraw(walk, observation) {
    const path = `/api/walks/${walk.id}/observations/${observation.id}`;
    try {
      await ask("DELETE", path, { token: walk.token });
    } catch (error) {
      const status = error instanceof Refused ? error.status : 0;
      const sentAt = observation.attempt?.at ?? 0;
      const isGone = status === 404 && Date.now() - sentAt > STILL_TRAVELLING_MS;
      if (!isGone && status !== 410) throw error;
    }
    await this.store.forget(observation);
  }

  /**
   * @param {JoinedWalk} walk
   * @param {Media} media
   */
  async sendMedia(walk, media) {
    const held = await this.store.get("bytes", media.id);
    if (!held) return this.settleMedia(media, { state: "refused", sentence: "" });
    const headers = { "Content-Type": media.type, "Content-Digest": contentDigest(media.digest) };
    const { body } = await ask("PUT", pathOf(media), {
      token: walk.token,
      bytes: held.bytes,
      headers,
    });
    return this.settleMedia(media, body);
  }

  /**
   * Asks what became of a photo or a voice note that was received.
   *
   * @param {JoinedWalk} walk
   * @param {Media} media
   */
  async askAfter(walk, media) {
    const { body } = await ask("GET", pathOf(media), { token: walk.token });
    await this.settleMedia(media, body);
  }

  /**
   * @param {Media} media
   * @param {{state: Media["state"], sentence?: string}} answer
   */
  async settleMedia(media, answer) {
    /** @param {Media} one @returns {Media} */
    const settled = (one) => {
      if (answer.state === "received") {
        const first = one.state === "waiting" ? { ...one, tries: 0 } : one;
        return paused({ ...first, state: "received" }, Date.now(), MEDIA_CHECK_MS);
      }
      if (answer.state === "refused") {
        return { ...one, state: "refused", detail: answer.sentence ?? "" };
      }
      if (answer.state !== "kept") return paused(one, Date.now());
      return { ...one, state: "kept", kept_at: one.kept_at ?? Date.now() };
    };
    await this.store.change("media", media.id, settled);
  }

  /**
   * @param {JoinedWalk} walk
   * @param {Errand} errand
   */
  async run(walk, errand) {
    try {
      await ask(errand.method, errand.path, { token: walk.token, json: errand.json ?? undefined });
      await this.store.change("errands", errand.id, (one) => ({
        ...one,
        sent: errand.change,
        tries: 0,
      }));
    } catch (error) {
      const refusal = final(error);
      if (!refusal) throw error;
      await this.store.change("errands", errand.id, (one) =>
        one.change > errand.change ? undefined : { ...one, refusal },
      );
    }
  }

  /**
   * Whether an act is about a photo or voice note whose bytes lie here. One that another phone
   * owes is not known to the server before it arrives there.
   *
   * @param {Act} act
   */
  async isOurs(act) {
    return "media" in act && (await this.store.get("bytes", act.media.id)) !== undefined;
  }

  /**
   * Waits after a failure. Nothing is ever given up for one, whatever it was.
   *
   * @param {Act} act
   * @param {unknown} error
   */
  async pause(act, error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    if (error instanceof Refused && [401, 403].includes(error.status)) {
      await this.store.change("walks", this.walkId, (walk) => ({ ...walk, shut: error.refusal }));
      return;
    }
    const refusal = (await this.isOurs(act)) ? final(error) : null;
    const isLong = act.do === "ask" || (error instanceof Refused && LATER.has(error.problem.code));
    const least = error instanceof Refused && isLong ? LATER_MS : 0;
    /** @template {{tries: number, not_before: number}} T @param {T} one */
    const pausing = (one) => paused(one, Date.now(), least);
    if (refusal && "media" in act) {
      await this.settleMedia(act.media, { state: "refused", sentence: refusal.detail });
    } else if ("media" in act) await this.store.change("media", act.media.id, pausing);
    else if ("errand" in act) await this.store.change("errands", act.errand.id, pausing);
    else {
      const all = act.do === "deliver" ? act.observations : [act.observation];
      for (const one of all) await this.store.change("observations", one.id, pausing);
    }
  }
}

/**
 * @param {Observation} observation
 * @param {Media[]} media
 */
async function attemptOf(observation, media) {
  const body = deliveryOf(observation, media);
  return { change: observation.change, body, digest: await digestOfDelivery(body) };
}

/** @param {Media} media */
function pathOf({ medium, id }) {
  return `/api/${medium}s/${id}`;
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
  const { code } = error.problem;
  return LATER.has(code) || SOON.has(code) ? null : error.refusal;
}

/** @param {Act} act */
function idsOf(act) {
  if (act.do === "send") return [act.media.id];
  return act.do === "deliver" ? act.observations.map((one) => one.id) : [];
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
