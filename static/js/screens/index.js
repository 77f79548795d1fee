import { putBackTyped } from "../typed.js";
import { remembered } from "../walk-memory.js";
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

/** @type {Record<string, (app: App, ...rest: any[]) => Promise<Screen> | Screen>} */
const SCREENS = {
  "": home,
  new: themes,
  others: async (app) => (await import("./others.js")).others(app),
  receipt: async (app) => (await import("./receipt.js")).receipt(app),
  record: recordOrQuestion,
  stop: async (app, id, slug) => (await import("./stop-card.js")).stopCard(app, id, slug),
  trace: async (app) => (await import("./trace.js")).trace(app),
  walk: async (app) => (await import("./about.js")).about(app),
  you: async (app, slug) => (await import("./you.js")).you(app, slug),
  joined: async (app, step, slug) => (await import("./joined.js")).joined(app, step, slug),
};

/**
 * @param {App} app
 * @param {string} id
 * @param {string} [name]
 */
async function recordOrQuestion(app, id, name) {
  if (name === "voice") return (await import("./voice.js")).voice(app, id);
  return name ? question(app, id, name) : record(app, id);
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
    this.offerListening();
    putBackTyped();
    if (await remembered(this.app, "trace-agreed")) {
      (await import("../tracing.js")).tracingOf(this.app).look();
    }
  }

  /** @param {{withFocus?: boolean}} [how] */
  async show({ withFocus = true } = {}) {
    this.turn += 1;
    const turn = this.turn;
    await this.shown?.leave?.();
    const [name = "", ...rest] = location.hash.slice(1).split("/").map(decodeURIComponent);
    const screen = await (SCREENS[name] ?? home)(this.app, ...rest);
    if (turn !== this.turn) return;
    this.shown = screen;
    if (screen.isRecording) this.app.watch.start();
    else this.app.watch.stop();
    this.place.replaceChildren(screen.node);
    document.title = `${screen.title} · ${this.siteTitle}`;
    scrollTo(0, 0);
    if (withFocus) this.place.querySelector("h1")?.focus({ preventScroll: true });
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
