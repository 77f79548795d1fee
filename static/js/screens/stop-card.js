import { cardAt, levelsOf, lock, questionsOf, rate } from "../card.js";
import { announce, h, icon, notice, redraw, wayBack } from "../dom.js";
import { stopOf } from "../method.js";
import { isWaiting } from "../outbox.js";
import { both, inWords, labelOf, word } from "../words.js";

/**
 * The stop card: one question a screen, a summary, and the lock.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../card.js").Card} Card
 * @typedef {import("../card.js").Rated} Rated
 * @typedef {import("../method.js").Stop} Stop
 * @typedef {import("./index.js").Screen} Screen
 */

/**
 * @param {App} app
 * @param {string} stopId
 * @param {string} [slug] of a question; without it the summary
 * @returns {Promise<Screen>}
 */
export async function stopCard(app, stopId, slug) {
  const stop = stopOf(app.sheet, stopId);
  const questions = questionsOf(app.sheet);
  const number = questions.findIndex((one) => one.slug === slug);
  if (!stop || questions.length === 0) {
    app.go("walk");
    return { title: "", node: h("div") };
  }
  const card = await cardAt(app, stop.id);
  const asked = card.locked ? undefined : questions[number];
  return asked ? question(app, stop, asked, card) : summary(app, stop);
}

/**
 * @param {App} app
 * @param {Stop} stop
 * @param {Rated} asked
 * @param {Card} card
 * @returns {Screen}
 */
function question(app, stop, asked, { ratings }) {
  const questions = questionsOf(app.sheet);
  const at = questions.indexOf(asked);
  const before = questions[at - 1];
  const after = questions[at + 1];
  const title = inWords(asked.statement);
  const count = word("card.of", { number: at + 1, all: questions.length });
  return {
    title,
    node: h(
      "div",
      { class: "hand stack" },
      wayBack(
        `#stop/${stop.id}${before ? `/${before.slug}` : ""}`,
        before ? word("card.before") : nameOf(stop),
      ),
      h("p", { class: "eyebrow", id: "card-of" }, `${labelOf(asked)} · ${count}`),
      h(
        "h1",
        { tabindex: -1, class: "question-title", "aria-describedby": "card-of" },
        icon(asked.pictogram, "pictogram"),
        h("span", {}, title),
      ),
      facesOf(app, stop, asked, ratings),
      h(
        "div",
        { class: "bar" },
        h(
          "button",
          {
            type: "button",
            class: "button button--large button--block",
            onclick: () => app.go(`stop/${stop.id}${after ? `/${after.slug}` : ""}`),
          },
          word(after ? "card.next" : "card.summary"),
        ),
      ),
    ),
  };
}

/**
 * The faces with their words; a choice is kept at once.
 *
 * @param {App} app
 * @param {Stop} stop
 * @param {Rated} asked
 * @param {import("../card.js").Ratings} ratings
 */
function facesOf(app, stop, asked, ratings) {
  const one = (/** @type {import("../card.js").Level} */ level) => {
    const id = `level-${level.value ?? "none"}`;
    return h(
      "div",
      { class: "choice" },
      h("input", {
        type: "radio",
        class: "choice__input",
        name: "level",
        id,
        checked: ratings[asked.slug] === level.value,
        onchange: () => rate(app, stop.id, { [asked.slug]: level.value }),
      }),
      h(
        "label",
        { class: "choice__box choice__box--pictogram face", for: id },
        icon(level.pictogram, "pictogram"),
        h("span", {}, labelOf(level)),
      ),
    );
  };
  return h(
    "fieldset",
    { class: "field" },
    h("legend", { class: "visually-hidden" }, inWords(asked.statement)),
    h("div", { class: "choices faces" }, levelsOf(app.sheet, asked).map(one)),
  );
}

/**
 * @param {App} app
 * @param {Stop} stop
 * @returns {Promise<Screen>}
 */
async function summary(app, stop) {
  const heading = h("h1", { tabindex: -1 }, nameOf(stop));
  const body = h("div", { class: "stack stack--loose" });
  const refresh = async () => {
    const card = await cardAt(app, stop.id);
    redraw(body, card.locked ? lockedOf(app, card) : draftOf(app, stop, card), heading);
  };
  await refresh();
  return {
    title: nameOf(stop),
    refresh,
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      wayBack("#walk", word("home.walk")),
      heading,
      stop.prompt ? h("p", { class: "ask", dir: "auto" }, stop.prompt) : null,
      body,
    ),
  };
}

/** @param {Stop} stop */
function nameOf(stop) {
  return word("place.stop_named", { stop: stop.ordinal, name: stop.name });
}

/**
 * @param {App} app
 * @param {Stop} stop
 * @param {Card} card
 * @returns {HTMLElement[]}
 */
function draftOf(app, stop, { ratings }) {
  const questions = questionsOf(app.sheet);
  const first = questions[0]?.slug;
  if (Object.keys(ratings).length === 0) {
    return [
      h("p", {}, word("card.why", { all: questions.length })),
      h(
        "a",
        { class: "button button--large button--block", href: `#stop/${stop.id}/${first}` },
        word("card.begin"),
      ),
    ];
  }
  const locking = async () => {
    await lock(app, stop.id);
    announce(word("card.locked"));
  };
  return [
    h("p", {}, both("card.lock.why")),
    section(
      word("card.summary"),
      questions.map((one) => rowOf(app, one, ratings, `#stop/${stop.id}/${one.slug}`)),
    ),
    h(
      "div",
      { class: "bar" },
      h(
        "button",
        {
          type: "button",
          class: "button button--large button--block",
          id: "lock-card",
          onclick: locking,
        },
        icon("lock"),
        word("card.lock"),
      ),
    ),
  ];
}

/**
 * @param {App} app
 * @param {Card} card
 * @returns {HTMLElement[]}
 */
function lockedOf(app, { ratings, locked }) {
  const { refusal } = locked ?? {};
  const state = locked && isWaiting(locked) ? "info" : "success";
  const then = word(state === "info" ? "card.locked.here" : "card.locked.received");
  return [
    refusal
      ? notice("error", refusal.title, h("p", {}, refusal.detail))
      : notice(state, word("card.locked"), h("p", {}, then)),
    section(
      word("card.summary"),
      questionsOf(app.sheet).map((one) => rowOf(app, one, ratings, null)),
    ),
    h("a", { class: "button button--large button--block", href: "#walk" }, word("card.done")),
  ];
}

/**
 * @param {string} title
 * @param {HTMLElement[]} rows
 */
function section(title, rows) {
  return h(
    "section",
    { class: "stack" },
    h("h2", { tabindex: -1 }, title),
    h("ul", { class: "rows", role: "list" }, rows),
  );
}

/**
 * @param {App} app
 * @param {Rated} asked
 * @param {import("../card.js").Ratings} ratings
 * @param {string | null} address of the question, as long as it can be answered
 */
function rowOf(app, asked, ratings, address) {
  const said = ratings[asked.slug];
  const level = levelsOf(app.sheet, asked).find((one) => one.value === said);
  const parts = [
    level && icon(level.pictogram, "pictogram"),
    !level && (address ? icon("edit") : h("span", { class: "way__nothing" })),
    h(
      "span",
      { class: "way__words" },
      h("strong", {}, labelOf(asked)),
      h("span", { class: level ? null : "soft" }, level ? labelOf(level) : word("row.open")),
    ),
  ];
  const row = address
    ? h("a", { class: "way", href: address }, ...parts, icon("next", "icon way__next"))
    : h("span", { class: "way way--still" }, ...parts);
  return h("li", {}, row);
}
