import { h, icon, mark, notice, strokes, wayBack } from "../dom.js";
import { categoryOf, subjectOf, themeOf } from "../method.js";
import { standing } from "../outbox.js";
import { nextQuestion } from "../recording.js";
import { labelOf, word } from "../words.js";
import { answerTiles } from "./answers.js";
import { photosOf } from "./photo.js";
import { placeInWords } from "./place-words.js";
import { badgeOf, refusalsOf } from "./states.js";

/**
 * One observation: a draft with its "keep" button, or a kept one with its state and the question
 * that is asked next. Everything on it can be said, changed or left out.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Observation} Observation
 * @typedef {import("../store.js").Photo} Photo
 */

/**
 * @param {App} app
 * @param {string} id
 * @returns {Promise<import("./index.js").Screen>}
 */
export async function record(app, id) {
  const found = await app.store.get("observations", id);
  if (!found || found.withdrawn) return gone();
  const title = titleOf(app, found);
  const parts = {
    state: h("div", { class: "stack" }),
    ask: h("div"),
    rows: h("div", { class: "stack" }),
    bar: h("div"),
  };
  const heading = h(
    "h1",
    { tabindex: -1, class: "question-title" },
    mark(found.content.kind),
    title,
  );
  let drawn = "";
  const refresh = async () => {
    const observation = await app.store.get("observations", id);
    if (!observation) return;
    const photos = await app.store.of("photos", app.walk.id);
    const own = photos.filter((photo) => observation.photos.includes(photo.id));
    const state = standing(observation, own, app.sender.sending);
    parts.state.replaceChildren(...stateOf(app, observation, own, state));
    // What somebody may be about to tap is drawn anew only when it has changed.
    const now = JSON.stringify([
      observation.content,
      observation.kept_at,
      observation.photos,
      app.watch.search,
      app.skipped.get(id),
    ]);
    if (now === drawn) return;
    drawn = now;
    heading.replaceChildren(mark(observation.content.kind), titleOf(app, observation));
    parts.ask.replaceChildren(...askedNext(app, observation, refresh));
    parts.rows.replaceChildren(...rowsOf(app, observation, own));
    parts.bar.replaceChildren(...barOf(app, observation, heading));
  };
  await refresh();
  return {
    title,
    refresh,
    isRecording: true,
    node: h(
      "div",
      { class: "hand stack stack--loose record" },
      wayBack("#", word("back.walk")),
      heading,
      parts.state,
      parts.ask,
      parts.rows,
      parts.bar,
    ),
  };
}

/** @returns {import("./index.js").Screen} */
function gone() {
  const title = word("gone.title");
  return {
    title,
    node: h(
      "div",
      { class: "hand stack" },
      wayBack("#", word("back.walk")),
      h("h1", { tabindex: -1 }, title),
      h("p", {}, word("gone.text")),
    ),
  };
}

/**
 * @param {App} app
 * @param {Observation} observation
 */
function titleOf(app, { content }) {
  const kind = word(`kind.${content.kind}`);
  const subject = subjectOf(app.sheet, content);
  return subject ? word("record.title", { kind, subject }) : kind;
}

/**
 * @param {App} app
 * @param {Observation} observation
 * @param {Photo[]} photos
 * @param {import("../outbox.js").Standing} state
 */
function stateOf(app, observation, photos, state) {
  if (state === "draft") return [];
  const refusals = refusalsOf(app, observation, photos);
  if (refusals.length > 0) return refusals;
  const tone = state === "received" ? "success" : "info";
  return [
    h(
      "div",
      { class: "kept", "data-state": state },
      notice(tone, word("kept.thanks"), h("p", {}, word(`kept.${state}`))),
      badgeOf(state),
    ),
  ];
}

/**
 * What is gently asked once the observation is safe.
 *
 * @param {App} app
 * @param {Observation} observation
 * @param {() => unknown} refresh
 */
function askedNext(app, observation, refresh) {
  const skipped = app.skipped.get(observation.id) ?? [];
  const name = nextQuestion(observation, skipped);
  if (observation.kept_at === null || !name) return [];
  const skip = () => {
    app.skipped.set(observation.id, [...skipped, name]);
    refresh();
  };
  return [
    h(
      "section",
      { class: "asked stack", "aria-labelledby": "asked" },
      h("h2", { id: "asked" }, word(`ask.${name}`)),
      answerTiles(app, observation, name, () => {}),
      h(
        "button",
        { type: "button", class: "button button--plain", onclick: skip },
        word("ask.skip"),
      ),
    ),
  ];
}

/**
 * @param {App} app
 * @param {Observation} observation
 * @param {Photo[]} photos
 */
function rowsOf(app, observation, photos) {
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
    photosOf(app, observation, photos),
    h(
      "ul",
      { class: "rows", role: "list" },
      row("place", "pin", placeInWords(sheet, content, app.watch)),
      theme && row("category", theme.pictogram ?? "edit", labelOf(categoryOf(sheet, content))),
      content.kind === "problem" &&
        row("severity", "warning", content.severity && severityOf(sheet, content.severity)),
      row("affects", "group", affects.map(labelOf).join(", ")),
      row("note", "note", content.note),
      row("proposal", "idea", content.proposal),
      row("theme", "edit", labelOf(theme)),
    ),
  ];
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

/**
 * @param {App} app
 * @param {Observation} observation
 * @param {HTMLElement} heading
 */
function barOf(app, observation, heading) {
  if (observation.kept_at !== null) {
    return [
      h(
        "div",
        { class: "bar" },
        h("a", { class: "button button--large button--block", href: "#" }, word("back.walk")),
      ),
      takeBackOf(app, observation, word("take_back")),
    ];
  }
  const keep = async () => {
    await app.keep(observation.id);
    scrollTo(0, 0);
    heading.focus({ preventScroll: true });
  };
  return [
    h(
      "div",
      { class: "bar" },
      h(
        "button",
        { type: "button", class: "button button--large button--block", onclick: keep },
        icon("check"),
        word("keep"),
      ),
    ),
    takeBackOf(app, observation, word("discard")),
  ];
}

/**
 * A button that asks once more before it takes something away.
 *
 * @param {App} app
 * @param {Observation} observation
 * @param {string} text
 */
function takeBackOf(app, observation, text) {
  const place = h("div", { class: "row take-back" });
  const ask = () => {
    place.replaceChildren(
      h("p", {}, word("take_back.sure")),
      h(
        "button",
        {
          type: "button",
          class: "button button--danger",
          onclick: () => app.takeBack(observation),
        },
        word("take_back.yes"),
      ),
      h(
        "button",
        { type: "button", class: "button button--quiet", onclick: offer },
        word("take_back.no"),
      ),
    );
    place.querySelector("button")?.focus();
  };
  const offer = () =>
    place.replaceChildren(
      h(
        "button",
        { type: "button", class: "button button--plain", onclick: ask },
        icon("delete"),
        text,
      ),
    );
  offer();
  return place;
}
