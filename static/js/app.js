import { announce } from "./dom.js";
import { newId } from "./ids.js";
import { changed, errandTo, mediaIn } from "./outbox.js";
import { Watch } from "./position.js";
import { consistent, draft, following } from "./recording.js";
import { word } from "./words.js";

/**
 * What every screen of a walk may use, and the acts they share.
 *
 * @typedef {import("./store.js").Observation} Observation
 * @typedef {import("./store.js").Content} Content
 */
export class App {
  /**
   * @param {object} parts
   * @param {import("./store.js").Store} parts.store
   * @param {import("./sender.js").Sender} parts.sender
   * @param {import("./store.js").JoinedWalk} parts.walk
   * @param {DOMStringMap} parts.addresses of the sprite, the worker and the map's style sheet
   */
  constructor({ store, sender, walk, addresses }) {
    this.store = store;
    this.sender = sender;
    this.walk = walk;
    this.addresses = addresses;
    this.watch = new Watch();
    /** @type {Map<string, string[]>} what the person chose not to say, by observation */
    this.skipped = new Map();
    /** @type {Set<string>} observations of which the person is ticking whom they affect */
    this.asking = new Set();
  }

  get sheet() {
    return this.walk.sheet;
  }

  /**
   * Tells the server something small, now or as soon as it can; what was said before under the
   * same name is replaced. The answer is in `errandOf`.
   *
   * @param {string} name
   * @param {"PUT" | "POST" | "DELETE"} method
   * @param {string} path behind the walk's own address, such as "/profile"
   * @param {unknown} json
   */
  async errand(name, method, path, json) {
    const said = errandTo(this.walk.id, name, method, path, json);
    await this.store.renew("errands", said.id, (before) => ({
      ...said,
      change: (before?.change ?? 0) + 1,
      sent: before?.sent ?? 0,
    }));
    this.sender.kick();
  }

  /**
   * What was said last under this name, with what became of it.
   *
   * @param {string} name
   */
  errandOf(name) {
    return this.store.get("errands", `${this.walk.id}:${name}`);
  }

  /** @param {string} route */
  go(route) {
    location.hash = route;
  }

  /**
   * Begins an observation.
   *
   * @param {import("./store.js").Kind} kind
   * @param {string | null} theme
   */
  async begin(kind, theme) {
    const made = draft(kind, theme, this.walk);
    const fix = this.watch.best;
    const placed = (fix && following(made, fix, Date.now())) || made;
    await this.store.keep({ observations: [placed] });
    this.go(`record/${made.id}`);
  }

  /**
   * Changes what an observation says; when it is kept already, the change is sent.
   *
   * @param {string} id
   * @param {Partial<Content>} said
   * @param {{placed?: boolean}} [with_]
   */
  async change(id, said, with_ = {}) {
    await this.store.change("observations", id, (one) => ({
      ...changed(one, consistent(one.content, said)),
      ...with_,
    }));
    this.sender.kick();
  }

  /**
   * Keeps a draft: from now on it is an observation, and travels when it can.
   *
   * @param {string} id
   */
  async keep(id) {
    await this.store.change("observations", id, (one) => ({ ...one, kept_at: Date.now() }));
    announce(word("kept.here"));
    this.sender.kick();
  }

  /**
   * Takes an observation back: here at once, at the server as soon as it is reached. One that
   * may have reached the server is told to it, whatever this page has seen so far.
   *
   * @param {string} id
   */
  async takeBack(id) {
    const left = await this.store.change("observations", id, (one) => ({
      ...one,
      withdrawn: true,
      not_before: 0,
    }));
    if (left && !left.acknowledged && !left.attempt) await this.store.forget(left);
    this.sender.kick();
    this.go("");
  }

  /**
   * Lets an observation travel that was held back while somebody answered.
   *
   * @param {string} id
   */
  letGo(id) {
    this.asking.delete(id);
    if (this.sender.held.delete(id)) this.sender.kick();
  }

  /** Moves open records to where the phone is now known to be. */
  async follow() {
    const fix = this.watch.best;
    const id = /^#record\/([^/]+)/.exec(location.hash)?.[1];
    if (!fix || !id) return;
    await this.store.change("observations", id, (one) => following(one, fix, Date.now()));
    this.sender.kick();
  }

  /**
   * Sends this phone's version over the one that another phone delivered.
   *
   * @param {Observation} observation
   */
  async keepMine(observation) {
    const { revision, digest } = observation.refusal?.stored ?? {};
    await this.store.change("observations", observation.id, (one) => ({
      ...changed(one, {}),
      acknowledged: { change: 0, revision, digest, media: [] },
    }));
    this.sender.kick();
  }

  /**
   * Takes the version that another phone delivered in place of this one's.
   *
   * @param {Observation} observation
   */
  async takeTheirs(observation) {
    const stored = observation.refusal?.stored ?? {};
    const { revision, digest } = stored;
    await this.store.change("observations", observation.id, (one) => ({
      ...one,
      content: theirs(one.content, stored),
      refusal: null,
      attempt: null,
      acknowledged: { change: one.change, revision, digest, media: mediaOf(stored) },
    }));
  }

  /**
   * Gives an observation a number of its own where another one has it already.
   *
   * @param {Observation} observation
   */
  async renumber(observation) {
    const id = newId(observation.made_at);
    const copy = { ...changed(observation, {}), id, photos: [], voice: null, attempt: null };
    await this.store.keep({ observations: [copy] });
    for (const one of mediaIn(observation, await this.store.of("media", this.walk.id))) {
      const held = await this.store.get("bytes", one.id);
      const media = { ...one, id: newId(), observation_id: id, not_before: 0 };
      if (held) await this.store.addMedia(media, held.bytes);
    }
    await this.store.forget(observation);
    this.sender.kick();
    this.go(`record/${id}`);
  }
}

/** @param {Record<string, any>} stored */
function mediaOf({ photos = [], voice }) {
  return [...photos, ...(voice ? [voice] : [])].map((/** @type {{id: string}} */ one) => one.id);
}

/**
 * @param {Content} content
 * @param {Record<string, any>} stored an observation as the server keeps it
 * @returns {Content}
 */
function theirs(content, stored) {
  const names = Object.keys(content).filter((name) => name in stored);
  return { ...content, ...Object.fromEntries(names.map((name) => [name, stored[name]])) };
}
