import { clock } from "../clock.js";
import { h, icon, strokes } from "../dom.js";
import { categoryOf, themeOf } from "../method.js";
import { labelOf, word } from "../words.js";
import { photosOf } from "./photo.js";
import { placeInWords } from "./place-words.js";

/**
 * What an observation says, a row for each part; a tap leads to its question.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Observation} Observation
 * @typedef {import("../store.js").Media} Media
 */

/**
 * @param {App} app
 * @param {Observation} observation
 * @param {Media[]} media
 */
export function rowsOf(app, observation, media) {
  const { content } = observation;
  const { sheet } = app;
  const theme = themeOf(sheet, content.theme);
  const affects = sheet.method.affects.filter((/** @type {any} */ one) =>
    content.affects.includes(one.slug),
  );
  const row = (
    /** @type {string} */ name,
    /** @type {string} */ sign,
    /** @type {import("../dom.js").Child} */ value,
  ) => rowOf(`#record/${observation.id}/${name}`, sign, word(`row.${name}`), value);
  return [
    photosOf(
      app,
      observation,
      media.filter((one) => one.medium === "photo"),
    ),
    h(
      "ul",
      { class: "rows", role: "list" },
      row("place", "pin", placeInWords(sheet, content, app.watch)),
      theme && row("category", theme.pictogram ?? "edit", labelOf(categoryOf(sheet, content))),
      content.kind === "problem" &&
        row("severity", "warning", content.severity && severityOf(sheet, content.severity)),
      row("affects", "group", affects.map(labelOf).join(", ")),
      row("note", "note", content.note),
      row("voice", "microphone", voiceOf(media)),
      row("proposal", "idea", content.proposal),
      row("theme", "edit", labelOf(theme)),
    ),
  ];
}

/** @param {Media[]} media */
function voiceOf(media) {
  const note = media.find((one) => one.medium === "voice");
  return note && word("voice.note", { time: clock(note.seconds ?? 0) });
}

/**
 * @param {any} sheet
 * @param {number} severity
 */
function severityOf(sheet, severity) {
  const level = sheet.method.severities.find((/** @type {any} */ one) => one.value === severity);
  return h("span", { class: "severity" }, strokes(severity), labelOf(level));
}

/**
 * @param {string} address
 * @param {string} sign
 * @param {string} name
 * @param {import("../dom.js").Child} value
 */
function rowOf(address, sign, name, value) {
  const said = value || h("span", { class: "soft" }, word("row.open"));
  return h(
    "li",
    {},
    h(
      "a",
      { class: "way", href: address },
      icon(sign, sign.includes(".") ? "pictogram" : "icon"),
      h("span", { class: "way__words" }, h("strong", {}, name), h("span", {}, said)),
      icon("next", "icon way__next"),
    ),
  );
}
