import { h, icon, strokes } from "../dom.js";
import { themeOf } from "../method.js";
import { labelOf, word } from "../words.js";
import { tilesOf } from "./themes.js";

/**
 * The choices of a question as big tiles; a tap says it and stores it.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Observation} Observation
 */

/**
 * @param {App} app
 * @param {Observation} observation
 * @param {"category" | "severity" | "affects"} name
 * @param {() => unknown} done called after a choice of one
 * @returns {HTMLElement}
 */
export function answerTiles(app, observation, name, done) {
  const { id, content } = observation;
  const choose = async (/** @type {Partial<import("../store.js").Content>} */ said) => {
    await app.change(id, said);
    done();
  };
  if (name === "affects") return affectsOf(app, observation);
  if (name === "severity") {
    const levels = app.sheet.method.severities;
    return severityButtons(levels, content.severity, (severity) => choose({ severity }));
  }
  const categories = themeOf(app.sheet, content.theme)?.categories ?? [];
  return tilesOf(
    content.kind,
    categories.map((one) => ({
      text: labelOf(one),
      pictogram: one.pictogram ?? one.slug,
      pressed: one.slug === content.category,
      choose: () => choose({ category: one.slug }),
    })),
  );
}

/**
 * @param {any[]} levels
 * @param {number | null} chosen
 * @param {(severity: number) => unknown} choose
 */
function severityButtons(levels, chosen, choose) {
  return h(
    "ul",
    { class: "levels", role: "list" },
    levels.map((level) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "tile level",
            "aria-pressed": String(level.value === chosen),
            onclick: () => choose(level.value),
          },
          strokes(level.value),
          h("span", {}, labelOf(level)),
        ),
      ),
    ),
  );
}

/**
 * Whom it affects: as many as one likes, each stored as it is ticked.
 *
 * @param {App} app
 * @param {Observation} observation
 */
function affectsOf(app, { id, content }) {
  const chosen = new Set(content.affects);
  const toggle = (/** @type {string} */ slug) => {
    if (!chosen.delete(slug)) chosen.add(slug);
    app.sender.held.add(id);
    app.asking.add(id);
    return app.change(id, { affects: [...chosen] });
  };
  const box = (/** @type {any} */ one) =>
    h(
      "div",
      { class: "choice" },
      h("input", {
        type: "checkbox",
        class: "choice__input",
        id: `affects-${one.slug}`,
        checked: chosen.has(one.slug),
        onchange: () => toggle(one.slug),
      }),
      h(
        "label",
        { class: "choice__box choice__box--pictogram", for: `affects-${one.slug}` },
        icon(one.pictogram ?? `affects.${one.slug}`, "pictogram"),
        h("span", {}, labelOf(one)),
      ),
    );
  return h(
    "fieldset",
    { class: "field" },
    h("legend", { class: "visually-hidden" }, word("ask.affects")),
    h("div", { class: "choices" }, app.sheet.method.affects.map(box)),
  );
}
