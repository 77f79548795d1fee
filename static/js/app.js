import { announce } from "./dom.js";
import { newId } from "./ids.js";
import { changed } from "./outbox.js";
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
      acknowledged: { change: 0, revision, digest, photos: [] },
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
      acknowledged: { change: one.change, revision, digest, photos: [] },
    }));
  }

  /**
   * Gives an observation a number of its own where another one has it already.
   *
   * @param {Observation} observation
   */
  async renumber(observation) {
    const id = newId(observation.made_at);
    const photos = await this.store.of("photos", this.walk.id);
    const own = photos.filter((photo) => observation.photos.includes(photo.id));
    const copies = own.map((photo) => ({
      ...photo,
      id: newId(),
      observation_id: id,
      not_before: 0,
    }));
    const copy = { ...changed(observation, {}), id, photos: copies.map((photo) => photo.id) };
    await this.store.keep({ observations: [copy], photos: copies });
    await this.store.forget(observation);
    this.sender.kick();
    this.go(`record/${id}`);
  }
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
