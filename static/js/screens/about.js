import { cardAt, lockedStops, questionsOf } from "../card.js";
import { h, icon, redraw, wayBack } from "../dom.js";
import { metresTo, nextStop } from "../next-stop.js";
import { rounded } from "../position.js";
import { word } from "../words.js";

/**
 * The walk: its stops with their cards, the next one first, and how light or dark the screen is.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../method.js").Stop} Stop
 */

const THERE_M = 25;

/**
 * @param {App} app
 * @returns {Promise<import("./index.js").Screen>}
 */
export async function about(app) {
  const { walk } = app.sheet;
  const heading = h("h1", { tabindex: -1 }, walk.title);
  const next = h("div", {});
  const list = h("div", {});
  /** @type {string | null} */
  let offered = null;
  const refresh = async () => {
    const locked = await lockedStops(app);
    const here = app.watch.best?.position ?? null;
    const stop = nextStop(app.sheet.stops, locked, here, offered);
    offered = stop?.id ?? null;
    redraw(next, nextOf(app, stop, here), heading);
    redraw(list, [await stopsOf(app, locked)], heading);
  };
  await refresh();
  return {
    title: word("home.walk"),
    isRecording: app.sheet.stops.length > 0,
    refresh,
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      wayBack("#", word("back.walk")),
      heading,
      walk.introduction ? h("p", { dir: "auto" }, walk.introduction) : null,
      next,
      h("section", { class: "stack" }, h("h2", {}, word("walk.stops")), list),
      themeChoice(app),
    ),
  };
}

/**
 * @param {App} app
 * @param {Stop | undefined} stop
 * @param {import("../next-stop.js").Here | null} here
 * @returns {HTMLElement[]}
 */
function nextOf(app, stop, here) {
  if (!hasCards(app) || app.sheet.stops.length === 0) return [];
  if (!stop) return [h("p", {}, icon("success"), " ", word("walk.all_answered"))];
  const metres = here && metresTo(stop, here);
  const far =
    metres !== null &&
    word(metres <= THERE_M ? "walk.near" : "walk.next.far", { metres: rounded(metres) });
  return [
    h(
      "section",
      { class: "asked stack", "aria-labelledby": "next-stop" },
      h(
        "div",
        {},
        h("p", { class: "eyebrow" }, word("walk.next")),
        h("h2", { id: "next-stop", tabindex: -1 }, `${stop.ordinal}. ${stop.name}`),
        far && h("p", { class: "soft" }, far),
      ),
      stop.prompt ? h("p", { dir: "auto" }, stop.prompt) : null,
      h(
        "a",
        {
          class: "button button--large button--block",
          id: "answer-next",
          href: `#stop/${stop.id}`,
        },
        word("card.open"),
      ),
    ),
  ];
}

/**
 * @param {App} app
 * @param {Set<string>} locked ids of stops
 */
async function stopsOf(app, locked) {
  /** @type {Stop[]} */
  const stops = app.sheet.stops;
  if (stops.length === 0) return h("p", { class: "soft" }, word("walk.no_stops"));
  const one = async (/** @type {Stop} */ stop) =>
    h(
      "li",
      { class: "stop" },
      h("span", { class: "stop__number" }, stop.ordinal),
      h(
        "div",
        {},
        h("strong", {}, stop.name),
        stop.prompt ? h("p", { dir: "auto" }, stop.prompt) : null,
        hasCards(app) && (await wayToCard(app, stop, locked)),
      ),
    );
  return h("ol", { class: "stops", role: "list" }, await Promise.all(stops.map(one)));
}

/**
 * @param {App} app
 * @param {Stop} stop
 * @param {Set<string>} locked
 */
async function wayToCard(app, stop, locked) {
  const { ratings } = await cardAt(app, stop.id);
  const isLocked = locked.has(stop.id);
  const begun = Object.keys(ratings).length > 0;
  const text = isLocked ? "card.locked.badge" : begun ? "card.begun" : "card.open";
  return h(
    "a",
    { class: "stop__card", href: `#stop/${stop.id}` },
    icon(isLocked ? "lock" : "edit"),
    word(text),
    h("span", { class: "visually-hidden" }, `: ${stop.name}`),
  );
}

/** @param {App} app */
function hasCards(app) {
  return questionsOf(app.sheet).length > 0;
}

/** @param {App} app */
function themeChoice(app) {
  const root = document.documentElement;
  const one = (/** @type {string} */ theme, /** @type {string} */ sign) =>
    h(
      "button",
      {
        type: "button",
        class: "button button--quiet",
        "aria-pressed": String((root.dataset.theme ?? "") === theme),
        onclick: async (/** @type {Event} */ event) => {
          root.dataset.theme = theme;
          await app.store.choose("theme", theme);
          const own = /** @type {HTMLElement} */ (event.currentTarget);
          for (const other of own.parentElement?.children ?? []) {
            other.setAttribute("aria-pressed", String(other === own));
          }
        },
      },
      icon(sign),
      word(`theme.${theme || "phone"}`),
    );
  return h(
    "section",
    { class: "stack" },
    h("h2", {}, word("theme")),
    h(
      "div",
      { class: "row pressing" },
      one("light", "day"),
      one("dark", "night"),
      one("", "phone"),
    ),
  );
}
