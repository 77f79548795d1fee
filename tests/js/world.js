import assert from "node:assert/strict";
import { App } from "../../static/js/app.js";
import { deliveryOf, isWaiting, mediaIn } from "../../static/js/outbox.js";
import { mediaOf } from "../../static/js/photos.js";
import { Sender } from "../../static/js/sender.js";
import { openStore } from "../../static/js/store.js";
import { speak } from "../../static/js/words.js";
import { aWalk } from "./an.js";
import { Locks } from "./locks.js";
import { ModelServer } from "./model-server.js";

/**
 * A phone with two tabs of one walk, a network that may lose and repeat, and a model of the server.
 *
 * @typedef {import("./schedule.js").Schedule} Schedule
 * @typedef {import("../../static/js/store.js").Store} Store
 * @typedef {string[][]} Script what the person does, one act after the other
 * @typedef {{name: string, store: Store, sender: Sender, app: App, alarm: number}} Tab
 */

const NOON = Date.UTC(2026, 10, 21, 11);
const ROUNDS = 80;
const WALK = aWalk();

const line = { textContent: "", append() {}, remove() {} };
const page = { getElementById: () => line, createElement: () => line };
Object.assign(globalThis, { document: page, location: { hash: "" }, window: globalThis });
speak({ "kept.here": "" }, "en");
// The patience of a tab that was closed is not to keep the tests from ending.
const wait = globalThis.setTimeout;
Object.assign(globalThis, {
  setTimeout: (/** @type {() => void} */ act, /** @type {number} */ milliseconds) =>
    /** @type {any} */ (wait(act, milliseconds)).unref(),
});
let worlds = 0;

export class World {
  /** @param {Schedule} schedule */
  constructor(schedule) {
    this.schedule = schedule;
    this.server = new ModelServer();
    this.locks = new Locks(() => this.tabOf(this.schedule.actor));
    this.now = NOON;
    this.started = 0;
    /** @type {Tab[]} */
    this.tabs = [];
    /** @type {string[]} the ids of what was recorded, in their order */
    this.recorded = [];
    /** @type {Set<string>} */
    this.takenBack = new Set();
    this.closed = "";
    worlds += 1;
    this.name = `world-${worlds}`;
  }

  /**
   * Lets the person do all of a script, while both tabs send.
   *
   * @param {Script} script
   */
  async play(script) {
    Object.defineProperty(navigator, "locks", { value: this.locks, configurable: true });
    Date.now = () => this.now;
    globalThis.fetch = /** @type {any} */ (this.ask.bind(this));
    for (const name of ["one", "two"]) this.tabs.push(await this.open(name));
    await this.tab("one").store.keep({ walks: [WALK] });
    for (const tab of this.tabs) this.slowDown(tab.store);
    this.schedule.begin("two: begins", async () => {
      await this.schedule.gate(["opens"], { yields: true });
      await this.tab("two").sender.hurry();
    });
    this.schedule.begin("person", async () => {
      for (const [act = "", said = ""] of script) {
        await this.schedule.gate([act], { yields: true });
        await this.act(act, said);
      }
    });
    await this.schedule.run();
  }

  /**
   * @param {string} name
   * @returns {Promise<Tab>}
   */
  async open(name) {
    const store = await openStore(this.name);
    const sender = new Sender(store, WALK.id);
    const tab = { name, store, sender, alarm: Number.POSITIVE_INFINITY };
    sender.wakeIn = (pause) => {
      tab.alarm = this.now + pause;
    };
    const kick = async () => this.send(name);
    const app = new App({
      store,
      sender: /** @type {any} */ ({ kick, held: sender.held }),
      walk: WALK,
      addresses: {},
    });
    return Object.assign(tab, { app });
  }

  /** @param {string} name */
  tab(name) {
    return /** @type {Tab} */ (this.tabs.find((one) => one.name === name));
  }

  /** @param {string} actor */
  tabOf(actor) {
    return actor.startsWith("two") ? "two" : "one";
  }

  /** @param {string} name */
  send(name) {
    this.started += 1;
    const { sender } = this.tab(name);
    if (name !== this.closed) this.schedule.begin(`${name}: ${this.started}`, () => sender.kick());
  }

  /**
   * Every transaction waits for its turn.
   *
   * @param {Store} store
   */
  slowDown(store) {
    const now = store.with.bind(store);
    store.with = async (act) => {
      await this.schedule.gate(["stores"]);
      return now(act);
    };
  }

  /**
   * The network: a request is lost, arrives, arrives twice, or its answer is lost.
   *
   * @param {string} path
   * @param {{method: string, body: any, headers: Record<string, string>}} request
   */
  async ask(path, { method, body, headers }) {
    const way = await this.schedule.gate(["asks", "is lost", "arrives twice"]);
    if (way === "is lost") throw new TypeError("no network");
    const read = typeof body === "string" ? JSON.parse(body) : body;
    const asked = () => this.server.answer({ method, path, headers, body: structuredClone(read) });
    if (way === "arrives twice") await asked();
    const { status, body: said } = await asked();
    if ((await this.schedule.gate(["hears", "hears nothing"])) === "hears nothing") {
      throw new TypeError("no answer");
    }
    return new Response(said === null ? null : JSON.stringify(said), { status });
  }

  /**
   * @param {string} act
   * @param {string} said
   */
  async act(act, said) {
    const { app, store } = this.tab(this.person);
    const id = this.recorded.at(-1) ?? "";
    if (act === "record") await this.record();
    else if (act === "keep") await app.keep(id);
    else if (act === "say") await app.change(id, { note: said });
    else if (act === "photo") await this.photograph(store, id);
    else if (act === "drop") await this.drop(id);
    else if (act === "take back") await this.takeBack(id);
    else if (act === "errand") await app.errand("profile", "PUT", "/profile", { gender: said });
    else if (act === "other tab") this.person = "two";
    else this.close();
  }

  person = "one";

  async record() {
    this.now += 1_000;
    await this.tab(this.person).app.begin("problem", "footway");
    this.recorded.push(location.hash.slice("record/".length));
  }

  /**
   * @param {Store} store
   * @param {string} id
   */
  async photograph(store, id) {
    const bytes = Uint8Array.of(this.schedule.steps.length, 2, 3).buffer;
    const found = await store.get("observations", id);
    if (!found) return;
    await store.addMedia(await mediaOf(found, "photo", { bytes, type: "image/jpeg" }), bytes);
    this.send(this.person);
  }

  /** @param {string} id */
  async drop(id) {
    const { store } = this.tab(this.person);
    const photo = (await store.get("observations", id))?.photos[0];
    if (photo) await store.dropMedia(id, photo);
    this.send(this.person);
  }

  /** @param {string} id */
  async takeBack(id) {
    this.takenBack.add(id);
    await this.tab(this.person).app.takeBack(id);
  }

  /** Closes the first tab, in the middle of whatever it does. */
  close() {
    this.closed = "one";
    this.person = "two";
    for (let n = 0; n <= this.started; n += 1) this.schedule.kill(`one: ${n}`);
    this.locks.release("one");
  }

  /** Lets time pass, on a good network, until nobody has set an alarm any more. */
  async settle() {
    for (let round = 0; round < ROUNDS; round += 1) {
      const open = this.tabs.filter((one) => one.name !== this.closed);
      const [next] = open.sort((a, b) => a.alarm - b.alarm);
      if (!next || next.alarm === Number.POSITIVE_INFINITY) return;
      this.now = Math.max(this.now, next.alarm);
      next.alarm = Number.POSITIVE_INFINITY;
      await next.sender.kick();
    }
  }

  /** Each thing once, as it was said last; nothing of what was taken back. */
  async check() {
    const { store } = this.tab("two");
    const media = await store.of("media", WALK.id);
    const left = this.recorded.filter((id) => !this.takenBack.has(id));
    const there = [...this.server.rows].filter(([, row]) => !row.isWithdrawn).map(([id]) => id);
    assert.deepEqual(there.sort(), left.sort());
    for (const id of left) await this.checkOne(id, media);
    for (const id of this.takenBack) assert.equal(await store.get("observations", id), undefined);
    const owners = new Set(left);
    assert.ok(media.every((one) => owners.has(one.observation_id)));
    assert.equal((await store.of("bytes", WALK.id)).length, media.length);
    assert.equal(this.server.media.size, media.length);
    await this.checkErrands();
  }

  end() {
    for (const tab of this.tabs) tab.store.close();
  }

  /**
   * @param {string} id
   * @param {import("./an.js").Media[]} media
   */
  async checkOne(id, media) {
    const observation = await this.tab("two").store.get("observations", id);
    const row = this.server.rows.get(id);
    assert.ok(observation && row);
    const { acknowledged, attempt, refusal, change } = observation;
    assert.deepEqual([attempt, refusal, acknowledged?.change], [null, null, change]);
    assert.deepEqual([acknowledged?.digest, acknowledged?.revision], [row.digest, row.revision]);
    const { based_on, ...said } = row.body;
    const { based_on: _, ...wanted } = deliveryOf(observation, media);
    assert.deepEqual(said, wanted);
    assert.ok((based_on ?? 0) < row.revision);
    for (const one of mediaIn(observation, media)) {
      assert.equal(one.state, "kept");
      assert.equal(this.server.media.get(one.id), one.digest);
    }
  }

  async checkErrands() {
    for (const errand of await this.tab("two").store.of("errands", WALK.id)) {
      assert.equal(isWaiting(errand), false);
      assert.deepEqual(this.server.errands.get(errand.path), errand.json);
    }
  }
}
