import { h, icon, wayBack } from "../dom.js";
import { word } from "../words.js";

/**
 * The walk: when, who leads it, its stops, and how light or dark the screen is.
 *
 * @param {import("../app.js").App} app
 * @returns {import("./index.js").Screen}
 */
export function about(app) {
  const { walk, stops } = app.sheet;
  return {
    title: word("home.walk"),
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      wayBack("#", word("back.walk")),
      h("h1", { tabindex: -1 }, walk.title),
      walk.introduction ? h("p", {}, walk.introduction) : null,
      h("section", { class: "stack" }, h("h2", {}, word("walk.stops")), stopsOf(stops)),
      themeChoice(app),
    ),
  };
}

/** @param {import("../method.js").Stop[]} stops */
function stopsOf(stops) {
  if (stops.length === 0) return h("p", { class: "soft" }, word("walk.no_stops"));
  const one = (/** @type {import("../method.js").Stop} */ stop) =>
    h(
      "li",
      { class: "stop" },
      h("span", { class: "stop__number" }, stop.ordinal),
      h("div", {}, h("strong", {}, stop.name), stop.prompt ? h("p", {}, stop.prompt) : null),
    );
  return h("ol", { class: "stops", role: "list" }, stops.map(one));
}

/** @param {import("../app.js").App} app */
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
