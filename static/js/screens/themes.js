import { h, icon, mark, wayBack } from "../dom.js";
import { themesOf } from "../method.js";
import { KINDS } from "../recording.js";
import { labelOf, word } from "../words.js";

/**
 * The second of three taps: what it is about.
 *
 * @param {import("../app.js").App} app
 * @param {import("../store.js").Kind} asked
 * @returns {import("./index.js").Screen}
 */
export function themes(app, asked) {
  const kind = KINDS.includes(asked) ? asked : "problem";
  const title = word(`themes.${kind}`);
  return {
    title,
    isRecording: true,
    node: h(
      "div",
      { class: "hand stack" },
      wayBack("#", word("back.walk")),
      h("h1", { tabindex: -1, class: "question-title" }, mark(kind), title),
      tilesOf(
        kind,
        themesOf(app.sheet).map((theme) => ({
          text: labelOf(theme),
          pictogram: theme.pictogram ?? `theme.${theme.slug}`,
          choose: () => app.begin(kind, theme.slug),
        })),
      ),
      h(
        "button",
        {
          type: "button",
          class: "button button--quiet button--block",
          onclick: () => app.begin(kind, null),
        },
        word("themes.other"),
      ),
    ),
  };
}

/**
 * Pictograms with their words, big enough for a thumb in a glove.
 *
 * @param {import("../store.js").Kind} kind
 * @param {{text: string, pictogram?: string, drawing?: Node, pressed?: boolean,
 *   choose: () => unknown}[]} choices
 * @returns {HTMLElement}
 */
export function tilesOf(kind, choices) {
  const tile = (
    /** @type {typeof choices[number]} */ { text, pictogram, drawing, pressed, choose },
  ) =>
    h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: `tile tile--${kind}`,
          "aria-pressed": pressed === undefined ? null : String(pressed),
          onclick: choose,
        },
        drawing ?? (pictogram ? icon(pictogram, "pictogram") : null),
        h("span", {}, text),
      ),
    );
  return h("ul", { class: "tiles tiles--hand" }, choices.map(tile));
}
