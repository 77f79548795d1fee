import { h, icon, mark, strokes } from "../dom.js";
import { stopOf, subjectOf, themeOf } from "../method.js";
import { standing } from "../outbox.js";
import { KINDS } from "../recording.js";
import { hourOf, word } from "../words.js";
import { badgeOf, unsent } from "./states.js";

/**
 * The walk's screen: three huge buttons, and what was recorded so far.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Observation} Observation
 * @typedef {import("../store.js").Media} Media
 */

/**
 * @param {App} app
 * @returns {Promise<import("./index.js").Screen>}
 */
export async function home(app) {
  const list = h("section", { class: "stack", "aria-labelledby": "own" });
  const state = h("div", { class: "sendings" });
  const refresh = async () => {
    const observations = await app.store.of("observations", app.walk.id);
    const media = await app.store.of("media", app.walk.id);
    const errands = await app.store.of("errands", app.walk.id);
    state.replaceChildren(...stateOf(app, observations, media, errands));
    list.replaceChildren(...listOf(app, observations, media));
  };
  await refresh();
  return {
    title: app.sheet.walk.title,
    refresh,
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      h("h1", { tabindex: -1, class: "walk-title" }, app.sheet.walk.title),
      h("div", { class: "stack" }, h("p", { class: "ask" }, word("home.what")), kinds()),
      state,
      list,
      h(
        "nav",
        { class: "ways", "aria-label": word("home.more") },
        way("#walk", "list", word("home.walk")),
        way("#others", "group", word("home.others")),
        way("#you", "account", word("home.you")),
        way("#receipt", "receipt", word("joined.receipt")),
      ),
    ),
  };
}

function kinds() {
  const one = (/** @type {import("../store.js").Kind} */ kind) =>
    h(
      "li",
      {},
      h(
        "a",
        { class: `kind kind--${kind}`, href: `#new/${kind}` },
        mark(kind),
        h(
          "span",
          {},
          h("strong", {}, word(`kind.${kind}`)),
          h("small", {}, word(`kind.${kind}.hint`)),
        ),
      ),
    );
  return h("ul", { class: "kinds", role: "list" }, KINDS.map(one));
}

/**
 * @param {string} address
 * @param {string} name
 * @param {string} text
 */
function way(address, name, text) {
  return h(
    "a",
    { class: "way", href: address },
    icon(name),
    h("span", {}, text),
    icon("next", "icon way__next"),
  );
}

/**
 * Where somebody comes back to the walk who is shut out of it: by its code, or with the receipt.
 *
 * @param {import("../store.js").JoinedWalk} walk
 */
function wayIn({ code }) {
  return code ? `/join/${code}` : "/receipt";
}

/**
 * @param {App} app
 * @param {Observation[]} observations
 * @param {Media[]} media
 * @param {import("../store.js").Errand[]} errands
 */
function stateOf(app, observations, media, errands) {
  const count = unsent(observations, media, errands);
  const { shut, sheet } = app.walk;
  if (sheet.walk.state === "archived") {
    return [h("p", {}, icon("lock"), h("span", {}, word("home.archived")))];
  }
  if (shut) {
    return [
      h("p", {}, icon("warning"), h("span", {}, h("strong", {}, shut.title), " ", shut.detail)),
      h("a", { class: "button button--quiet", href: wayIn(app.walk) }, word("home.join_again")),
    ];
  }
  if (count === 0) {
    if (observations.length === 0) return [];
    return [
      h("p", { class: "sendings__all" }, icon("success"), h("span", {}, word("home.all_received"))),
    ];
  }
  const isStuck = app.sender.isUnreachable;
  return [
    h(
      "p",
      {},
      icon(isStuck ? "offline" : "phone"),
      h(
        "span",
        {},
        word("home.unsent", { count }),
        " ",
        isStuck && word("home.unreachable", { count }),
      ),
    ),
    isStuck &&
      h(
        "button",
        { type: "button", class: "button button--quiet", onclick: () => app.sender.hurry() },
        icon("send"),
        word("home.send_now"),
      ),
  ].filter((part) => part !== false);
}

/**
 * @param {App} app
 * @param {Observation[]} observations
 * @param {Media[]} media
 */
function listOf(app, observations, media) {
  if (observations.length === 0) {
    return [h("h2", { id: "own" }, word("home.own")), h("p", { class: "soft" }, word("home.none"))];
  }
  const newestFirst =
    observations.toSorted?.((a, b) => b.made_at - a.made_at) ?? [...observations].reverse();
  return [
    h("h2", { id: "own" }, word("home.own")),
    h(
      "ul",
      { class: "own", role: "list" },
      newestFirst.map((one) => itemOf(app, one, media)),
    ),
  ];
}

/**
 * @param {App} app
 * @param {Observation} observation
 * @param {Media[]} media
 */
function itemOf(app, observation, media) {
  const { content } = observation;
  const { sheet } = app;
  const state = standing(observation, media, app.sender.sending);
  const stop = stopOf(sheet, content.stop);
  const theme = themeOf(sheet, content.theme);
  return h(
    "li",
    {},
    h(
      "a",
      { class: "own__one", href: `#record/${observation.id}`, "data-state": state },
      mark(content.kind),
      h(
        "span",
        { class: "own__words" },
        h("strong", {}, subjectOf(sheet, content) || word(`kind.${content.kind}`)),
        h(
          "span",
          { class: "own__facts" },
          h("span", { class: "visually-hidden" }, word(`kind.${content.kind}`)),
          content.severity !== null && strokes(content.severity),
          h("span", {}, hourOf(observation.made_at)),
          stop && h("span", {}, word("place.stop", { stop: stop.ordinal })),
          observation.photos.length > 0 &&
            h("span", {}, word("photo.some", { count: observation.photos.length })),
        ),
        content.note &&
          h("span", { class: "own__note", dir: "auto", lang: content.note_language }, content.note),
        badgeOf(state),
      ),
      theme && icon(theme.pictogram ?? `theme.${theme.slug}`, "pictogram"),
    ),
  );
}
