import { announce, h, icon, mark, notice, redraw, wayBack } from "../dom.js";
import { subjectOf } from "../method.js";
import { mediaIn, standing } from "../outbox.js";
import { word } from "../words.js";
import { asked, askedNext } from "./asked.js";
import { offered, offerShown } from "./photo-offer.js";
import { rowsOf } from "./rows.js";
import { refusalsOf } from "./states.js";

/**
 * One observation: a draft with its "keep" button, or a kept one with its state and the question
 * that is asked next. Everything on it can be said, changed or left out.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Observation} Observation
 * @typedef {import("../store.js").Media} Media
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
  const heading = h(
    "h1",
    { tabindex: -1, class: "question-title" },
    mark(found.content.kind),
    title,
  );
  const parts = {
    state: h("div"),
    offer: h("div"),
    ask: h("div"),
    rows: h("div", { class: "stack" }),
    bar: h("div"),
  };
  /** What each part showed last: nothing moves under a finger without need. */
  const shown = { state: "", offer: "", rows: "", ask: "", bar: "" };
  const isNew = (/** @type {keyof typeof shown} */ part, /** @type {unknown[]} */ what) => {
    const now = JSON.stringify(what);
    const changed = shown[part] !== now;
    shown[part] = now;
    return changed;
  };
  const refresh = async () => {
    const observation = await app.store.get("observations", id);
    if (!observation || observation.withdrawn) return;
    const { content, kept_at, refusal } = observation;
    const own = mediaIn(observation, await app.store.of("media", app.walk.id));
    const state = standing(observation, own, app.sender.sending);
    if (isNew("state", [state, refusal, own.map((one) => one.detail)])) {
      redraw(parts.state, stateOf(app, observation, own, state), heading);
      if (state !== "draft" && state !== "sending") announce(word(`kept.${state}`));
    }
    if (isNew("offer", [offered(id) ?? null])) {
      redraw(parts.offer, offerShown(app, observation, refresh), heading);
      if (offered(id)) announce(word("photo.offer"));
    }
    const asks = asked(app, observation);
    if (isNew("ask", [asks, content.theme, content.kind, app.asking.has(id)])) {
      redraw(parts.ask, asks ? askedNext(app, observation, asks, refresh) : [], heading);
    }
    if (isNew("rows", [content, observation.photos, observation.voice, app.watch.search])) {
      heading.replaceChildren(mark(content.kind), titleOf(app, observation));
      redraw(parts.rows, rowsOf(app, observation, own), heading);
    }
    if (isNew("bar", [kept_at])) redraw(parts.bar, barOf(app, observation), heading);
  };
  await refresh();
  return {
    title,
    refresh,
    leave: () => app.letGo(id),
    isRecording: true,
    node: h(
      "div",
      { class: "hand stack stack--loose record" },
      wayBack("#", word("back.walk")),
      heading,
      parts.state,
      parts.offer,
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
 * @param {Media[]} photos
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
      { "data-state": state },
      notice(tone, word(`state.${state}`), h("p", {}, word(`kept.${state}`))),
    ),
  ];
}

/**
 * @param {App} app
 * @param {Observation} observation
 */
function barOf(app, observation) {
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
          onclick: () => app.takeBack(observation.id),
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
