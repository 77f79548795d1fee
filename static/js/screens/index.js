import { h, wayBack } from "../dom.js";
import { putBackTyped } from "../typed.js";
import { remembered } from "../walk-memory.js";
import { word } from "../words.js";
import { home } from "./home.js";
import { question } from "./questions.js";
import { record } from "./record.js";
import { themes } from "./themes.js";

/**
 * Which screen an address leads to, and how one follows another.
 *
 * @typedef {object} Screen
 * @property {string} title
 * @property {HTMLElement} node holds the heading that receives the focus
 * @property {() => unknown} [refresh] draws anew what may have changed
 * @property {() => unknown} [leave] is called before the next screen
 * @property {boolean} [isRecording] whether the position is of use
 * @typedef {import("../app.js").App} App
 */

/** A screen's script is not on this phone yet, and there is no connection to fetch it. */
class Absent extends Error {}

/** @type {Record<string, (app: App, ...rest: any[]) => Promise<Screen> | Screen>} */
const SCREENS = {
  "": home,
  new: themes,
  others: async (app) => (await part(import("./others.js"))).others(app),
  receipt: async (app) => (await part(import("./receipt.js"))).receipt(app),
  record: recordOrQuestion,
  stop: async (app, id, slug) => (await part(import("./stop-card.js"))).stopCard(app, id, slug),
  trace: async (app) => (await part(import("./trace.js"))).trace(app),
  walk: async (app) => (await part(import("./about.js"))).about(app),
  you: async (app, slug) => (await part(import("./you.js"))).you(app, slug),
  joined: async (app, step, slug) => (await part(import("./joined.js"))).joined(app, step, slug),
};

/**
 * @param {App} app
 * @param {string} id
 * @param {string} [name]
 */
async function recordOrQuestion(app, id, name) {
  if (name === "voice") return (await part(import("./voice.js"))).voice(app, id);
  return name ? question(app, id, name) : record(app, id);
}

/**
 * @template T
 * @param {Promise<T>} script
 * @returns {Promise<T>}
 * @throws {Absent}
 */
function part(script) {
  return script.catch((reason) => {
    throw new Absent(String(reason));
  });
}

/** @returns {Screen} */
function absent() {
  const title = word("start.unreachable");
  // A browser may remember that a script did not come until the page is loaded anew.
  const again = () => location.reload();
  return {
    title,
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      wayBack("#", word("back.walk")),
      h("h1", { tabindex: -1 }, title),
      h("p", {}, word("start.unreachable.then")),
      h("button", { type: "button", class: "button", onclick: again }, word("again")),
    ),
  };
}

/** Shows screens one after the other in an element. */
export class Screens {
  /**
   * @param {App} app
   * @param {HTMLElement} place
   */
  constructor(app, place) {
    this.app = app;
    this.place = place;
    this.siteTitle = document.title;
    /** @type {Screen | undefined} */
    this.shown = undefined;
    this.turn = 0;
  }

  /** Follows the address, the memory and the position from now on. */
  async start() {
    const { store, sender, watch } = this.app;
    addEventListener("hashchange", () => this.show());
    store.addEventListener("change", () => this.refresh());
    sender.addEventListener("sending", () => this.refresh());
    watch.addEventListener("change", () => this.app.follow().then(() => this.refresh()));
    for (const end of ["pagehide", "blur"]) addEventListener(end, () => this.shown?.leave?.());
    await this.show({ withFocus: false });
    putBackTyped();
  }

  /** Goes on noting the way, where the person agreed to that before. */
  async goOnTracing() {
    if (!(await remembered(this.app, "trace-agreed"))) return;
    const { tracingOf } = await import("../tracing.js");
    tracingOf(this.app).look();
  }

  /** @param {{withFocus?: boolean}} [how] */
  async show({ withFocus = true } = {}) {
    this.turn += 1;
    const turn = this.turn;
    await this.shown?.leave?.();
    const [name = "", ...rest] = location.hash.slice(1).split("/").map(decodeURIComponent);
    const screen = await this.screenOf(name, rest);
    if (turn !== this.turn) return;
    this.shown = screen;
    if (screen.isRecording) this.app.watch.start();
    else this.app.watch.stop();
    this.place.replaceChildren(screen.node);
    document.title = `${screen.title} · ${this.siteTitle}`;
    scrollTo(0, 0);
    if (withFocus) this.place.querySelector("h1")?.focus({ preventScroll: true });
  }

  /**
   * @param {string} name
   * @param {string[]} rest
   */
  async screenOf(name, rest) {
    try {
      return await (SCREENS[name] ?? home)(this.app, ...rest);
    } catch (error) {
      if (!(error instanceof Absent)) throw error;
      console.warn(error.message);
      return absent();
    }
  }

  /** Words can be listened to where the phone has a voice for them. */
  async offerListening() {
    if (!("speechSynthesis" in globalThis)) return;
    const { offerToRead } = await import("../speech.js");
    offerToRead(this.place);
  }

  async refresh() {
    this.app.walk = (await this.app.store.get("walks", this.app.walk.id)) ?? this.app.walk;
    await this.shown?.refresh?.();
  }
}
