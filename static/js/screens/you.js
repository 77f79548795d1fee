import { announce, h, icon, notice, redraw, wayBack } from "../dom.js";
import { isWaiting } from "../outbox.js";
import { answersOf, fetchAnswers, isTold, questionsOf, tell, untell } from "../profile.js";
import { both, labelOf, word } from "../words.js";
import { answerInWords, choicesOf } from "./you-question.js";

/**
 * About you: what was told and agreed to, each of it to be changed, and one question a screen.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../method.js").Question} Question
 * @typedef {import("./index.js").Screen} Screen
 */

/**
 * @param {App} app
 * @param {string} [slug] of a question
 * @returns {Promise<Screen>}
 */
export async function you(app, slug) {
  const question = app.sheet.method.profile.find(
    (/** @type {Question} */ one) => one.slug === slug,
  );
  if (question) return one(app, question);
  const heading = h("h1", { tabindex: -1 }, word("home.you"));
  const body = h("div", { class: "stack stack--loose" });
  let shown = "";
  const refresh = async () => {
    const told = await app.errandOf("profile");
    const now = JSON.stringify(told ?? null);
    if (now === shown) return;
    shown = now;
    redraw(body, await all(app, told), heading);
  };
  await refresh();
  fetchAnswers(app);
  return {
    title: word("home.you"),
    refresh,
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      wayBack("#", word("back.walk")),
      heading,
      h("p", { class: "aloud" }, both("you.why")),
      body,
    ),
  };
}

/**
 * @param {App} app
 * @param {Question} question
 * @returns {Promise<Screen>}
 */
async function one(app, question) {
  return {
    title: labelOf(question),
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      wayBack("#you", word("home.you")),
      h("h1", { tabindex: -1, class: "question-title" }, labelOf(question)),
      await choicesOf(app, question),
      h(
        "div",
        { class: "bar" },
        h("a", { class: "button button--large button--block", href: "#you" }, word("done")),
      ),
    ),
  };
}

/**
 * @param {App} app
 * @param {import("../store.js").Errand | undefined} told
 * @returns {Promise<HTMLElement[]>}
 */
async function all(app, told) {
  const answers = await answersOf(app);
  const plain = questionsOf(app.sheet, false);
  const sensitive = questionsOf(app.sheet, true);
  const parts = [
    stateOf(told),
    plain.length > 0 && rowsOf(plain, answers),
    sensitive.length > 0 && sensitiveOf(app, sensitive, answers),
    isTold(answers) && deletion(app),
    agreedTo(app),
  ];
  return parts.filter((part) => part instanceof HTMLElement);
}

/** @param {import("../store.js").Errand | undefined} told */
function stateOf(told) {
  if (!told) return null;
  const { refusal } = told;
  if (refusal) return notice("error", refusal.title, h("p", {}, refusal.detail));
  const name =
    told.method === "DELETE" ? "you.deleted" : isWaiting(told) ? "you.here" : "you.received";
  return notice(isWaiting(told) ? "info" : "success", word(name));
}

/**
 * @param {Question[]} questions
 * @param {import("../profile.js").Answers} answers
 */
function rowsOf(questions, answers) {
  const row = (/** @type {Question} */ question) =>
    way(
      `#you/${question.slug}`,
      labelOf(question),
      answerInWords(question, answers[question.slug]) || word("row.open"),
    );
  return h("ul", { class: "rows", role: "list" }, questions.map(row));
}

/**
 * @param {string} address
 * @param {string} name
 * @param {string} said
 */
function way(address, name, said) {
  return h(
    "li",
    {},
    h(
      "a",
      { class: "way", href: address },
      h("span", { class: "way__words" }, h("strong", {}, name), h("span", { class: "soft" }, said)),
      icon("next", "icon way__next"),
    ),
  );
}

/**
 * Asked only after a consent of its own, which can be taken back.
 *
 * @param {App} app
 * @param {Question[]} questions
 * @param {import("../profile.js").Answers} answers
 */
function sensitiveOf(app, questions, answers) {
  const agreed = Boolean(answers.sensitive_consent);
  const change = async () => {
    await tell(app, { sensitive_consent: !agreed });
    announce(word(agreed ? "you.sensitive.ended" : "you.sensitive.begun"));
  };
  return h(
    "section",
    { class: "stack", "aria-labelledby": "sensitive" },
    h("h2", { id: "sensitive" }, word("you.sensitive")),
    h("p", { class: "aloud" }, both("you.sensitive.why")),
    agreed && rowsOf(questions, answers),
    h(
      "button",
      {
        type: "button",
        class: "button button--quiet button--block",
        id: "sensitive-consent",
        onclick: change,
      },
      icon(agreed ? "delete" : "check"),
      h("span", {}, agreed ? word("you.sensitive.end") : both("you.sensitive.agree")),
    ),
  );
}

/** @param {App} app */
function deletion(app) {
  return h(
    "button",
    { type: "button", class: "button button--plain", id: "untell", onclick: () => untell(app) },
    icon("delete"),
    word("you.delete"),
  );
}

/** What was agreed to besides: taking part, and the way. @param {App} app */
function agreedTo({ sheet }) {
  return h(
    "section",
    { class: "stack", "aria-labelledby": "agreed" },
    h("h2", { id: "agreed" }, word("you.agreed")),
    h(
      "ul",
      { class: "rows", role: "list" },
      way("#receipt", word("you.part"), word("you.part.then")),
      sheet.itinerary && way("#trace", word("you.way"), word("you.way.then")),
    ),
  );
}
