import { wellFormed } from "../digest.js";
import { h, mark, wayBack } from "../dom.js";
import { themesOf } from "../method.js";
import { KINDS } from "../recording.js";
import { both, labelOf, spoken, word } from "../words.js";
import { answerTiles } from "./answers.js";
import { place } from "./place.js";
import { tilesOf } from "./themes.js";

/**
 * One question a screen; the way back leads to the observation.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Observation} Observation
 * @typedef {import("./index.js").Screen} Screen
 */

/**
 * @param {App} app
 * @param {string} id
 * @param {string} name
 * @returns {Promise<Screen>}
 */
export async function question(app, id, name) {
  const observation = await app.store.get("observations", id);
  const make = {
    category: tiles,
    severity: tiles,
    affects,
    note: text,
    proposal: text,
    place,
    theme,
  }[name];
  if (!observation || !make) {
    app.go("");
    return { title: "", node: h("div") };
  }
  const { body, ...rest } = make(app, observation, name);
  const title = word(`ask.${name}`);
  return {
    title,
    isRecording: true,
    ...rest,
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      wayBack(`#record/${id}`, word("back.record")),
      h("h1", { tabindex: -1, class: "question-title" }, mark(observation.content.kind), title),
      ...body,
    ),
  };
}

/**
 * @param {App} app
 * @param {string} id
 */
function backTo(app, id) {
  return () => app.go(`record/${id}`);
}

/**
 * @param {App} app
 * @param {Observation} observation
 * @param {string} name
 */
function tiles(app, observation, name) {
  const asked = /** @type {"category" | "severity"} */ (name);
  const done = backTo(app, observation.id);
  const clear = async () => {
    await app.change(observation.id, { [name]: null });
    done();
  };
  const isSaid = observation.content[asked] !== null;
  return {
    body: [
      answerTiles(app, observation, asked, done),
      h(
        "button",
        {
          type: "button",
          class: "button button--quiet button--block",
          onclick: isSaid ? clear : done,
        },
        word("ask.cannot_say"),
      ),
    ],
  };
}

/**
 * @param {App} app
 * @param {Observation} observation
 */
function affects(app, observation) {
  return {
    leave: () => app.letGo(observation.id),
    body: [answerTiles(app, observation, "affects", () => {}), doneButton(app, observation.id)],
  };
}

/**
 * @param {App} app
 * @param {Observation} observation
 */
function theme(app, observation) {
  const { id, content } = observation;
  const done = backTo(app, id);
  const choose = async (/** @type {Partial<import("../store.js").Content>} */ said) => {
    await app.change(id, said);
    done();
  };
  return {
    body: [
      tilesOf(
        content.kind,
        themesOf(app.sheet).map((one) => ({
          text: labelOf(one),
          pictogram: one.pictogram ?? `theme.${one.slug}`,
          pressed: one.slug === content.theme,
          choose: () => choose({ theme: one.slug }),
        })),
      ),
      h("h2", {}, word("ask.kind")),
      tilesOf(
        content.kind,
        KINDS.map((kind) => ({
          text: word(`kind.${kind}`),
          drawing: mark(kind),
          pressed: kind === content.kind,
          choose: () => choose({ kind }),
        })),
      ),
    ],
  };
}

/**
 * A few words, stored at every letter and sent when the person has done.
 *
 * @param {App} app
 * @param {Observation} observation
 * @param {string} name
 */
function text(app, observation, name) {
  const { id, content } = observation;
  const asked = /** @type {"note" | "proposal"} */ (name);
  let isTyped = false;
  let writing = Promise.resolve();
  const input = h("textarea", {
    class: "input",
    id: "words-typed",
    rows: 6,
    maxlength: app.sheet.limits.text_length,
    lang: content.note_language ?? spoken(),
    dir: "auto",
    "aria-describedby": "words-hint",
    oninput: () => {
      isTyped = true;
      app.sender.held.add(id);
      writing = writing.then(write);
    },
  });
  input.value = content[asked] ?? "";
  // Letters that come while one is being written are written together.
  const write = async () => {
    if (!isTyped) return;
    isTyped = false;
    const said = wellFormed(input.value).trim() || null;
    await app.change(id, { [asked]: said, note_language: content.note_language ?? spoken() });
  };
  return {
    leave: async () => {
      await writing;
      app.letGo(id);
    },
    body: [
      h(
        "div",
        { class: "field" },
        h(
          "label",
          { class: "field__label visually-hidden", for: "words-typed" },
          word(`ask.${name}`),
        ),
        h("p", { class: "field__hint", id: "words-hint" }, both(`hint.${name}`)),
        input,
      ),
      doneButton(app, id),
    ],
  };
}

/**
 * @param {App} app
 * @param {string} id
 */
function doneButton(app, id) {
  return h(
    "div",
    { class: "bar" },
    h(
      "button",
      { type: "button", class: "button button--large button--block", onclick: backTo(app, id) },
      word("done"),
    ),
  );
}
