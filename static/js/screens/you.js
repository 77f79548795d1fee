import { announce, h, icon, notice, wayBack } from "../dom.js";
import { isWaiting } from "../outbox.js";
import { both, labelOf, word } from "../words.js";
import { radio } from "./place.js";

/**
 * About you: every question may be left out, all can be changed later. Those about disability
 * are asked only after a consent of their own.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../method.js").Question} Question
 * @typedef {Record<string, any>} Answers
 */

/**
 * @param {App} app
 * @returns {Promise<import("./index.js").Screen>}
 */
export async function you(app) {
  const answers = { ...(await app.errandOf("profile"))?.json };
  /** @type {Question[]} */
  const questions = app.sheet.method.profile;
  const isSensitive = (/** @type {Question} */ one) => one.sensitive;
  const ask = (/** @type {Question} */ one) => fieldOf(one, answers);
  const state = h("div", { role: "status" });
  const refresh = async () => {
    state.replaceChildren(...stateOf(await app.errandOf("profile")));
  };
  await refresh();
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    await keep(app, answers, questions.filter(isSensitive));
    announce(word("you.kept"));
    app.go("");
  };
  return {
    title: word("home.you"),
    refresh,
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      wayBack("#", word("back.walk")),
      h("h1", { tabindex: -1 }, word("home.you")),
      h("p", {}, both("you.why")),
      state,
      h(
        "form",
        { class: "form", onsubmit: save },
        ...questions.filter((one) => !isSensitive(one)).map(ask),
        sensitiveOf(questions.filter(isSensitive), answers),
        h(
          "div",
          { class: "bar" },
          h(
            "button",
            { type: "submit", class: "button button--large button--block" },
            word("you.keep"),
          ),
        ),
        h("a", { class: "button button--plain", href: "#" }, word("you.skip")),
      ),
      h(
        "nav",
        { class: "ways", "aria-label": word("home.more") },
        h(
          "a",
          { class: "way", href: "#trace" },
          icon("here"),
          h("span", {}, word("trace.title")),
          icon("next", "icon way__next"),
        ),
      ),
    ),
  };
}

/** @param {import("../store.js").Errand | undefined} profile */
function stateOf(profile) {
  if (!profile) return [];
  if (profile.refusal)
    return [notice("error", profile.refusal.title, h("p", {}, profile.refusal.detail))];
  const isReceived = !isWaiting(profile);
  return [notice(isReceived ? "success" : "info", word(isReceived ? "you.received" : "you.here"))];
}

/**
 * @param {App} app
 * @param {Answers} answers
 * @param {Question[]} sensitive
 */
async function keep(app, answers, sensitive) {
  /** @type {Answers} */
  const kept = { ...answers, sensitive_consent: Boolean(answers.sensitive_consent) };
  if (!kept.sensitive_consent) for (const one of sensitive) delete kept[one.slug];
  await app.errand("profile", "PUT", "/profile", kept);
}

/**
 * @param {Question[]} questions
 * @param {Answers} answers
 */
function sensitiveOf(questions, answers) {
  if (questions.length === 0) return null;
  const fields = h(
    "div",
    { class: "stack stack--loose", hidden: !answers.sensitive_consent },
    ...questions.map((one) => fieldOf(one, answers)),
  );
  const agree = h("input", {
    type: "checkbox",
    class: "choice__input",
    id: "sensitive-consent",
    checked: Boolean(answers.sensitive_consent),
    onchange: (/** @type {Event} */ event) => {
      const { checked } = /** @type {HTMLInputElement} */ (event.currentTarget);
      answers.sensitive_consent = checked;
      fields.hidden = !checked;
    },
  });
  return h(
    "section",
    { class: "fieldset", "aria-labelledby": "sensitive" },
    h("h2", { id: "sensitive" }, word("you.sensitive")),
    h("p", {}, both("you.sensitive.why")),
    h(
      "div",
      { class: "choice" },
      agree,
      h("label", { class: "choice__box", for: "sensitive-consent" }, both("you.sensitive.agree")),
    ),
    fields,
  );
}

/**
 * @param {Question} question
 * @param {Answers} answers
 */
function fieldOf(question, answers) {
  const isMany = question.choice === "many";
  const options = isMany ? boxesOf(question, answers) : radiosOf(question, answers);
  return h(
    "fieldset",
    { class: "field" },
    h("legend", { class: "field__label" }, labelOf(question)),
    h("div", { class: "choices choices--small" }, ...options),
  );
}

/**
 * @param {Question} question
 * @param {Answers} answers
 */
function radiosOf({ slug, options }, answers) {
  return options.map((option) =>
    radio(slug, option.slug, labelOf(option), answers[slug] ?? "", () => {
      answers[slug] = option.slug;
    }),
  );
}

/**
 * Boxes of which an exclusive one, such as "prefer not to say", unticks the others.
 *
 * @param {Question} question
 * @param {Answers} answers
 */
function boxesOf({ slug, options }, answers) {
  /** @type {Map<string, HTMLInputElement>} */
  const boxes = new Map();
  const tick = (/** @type {{slug: string, exclusive?: boolean}} */ ticked) => {
    const isTicked = boxes.get(ticked.slug)?.checked;
    for (const other of options) {
      const box = boxes.get(other.slug);
      const excludes = ticked.exclusive || other.exclusive;
      if (box && isTicked && other.slug !== ticked.slug && excludes) box.checked = false;
    }
    answers[slug] = options.map((one) => one.slug).filter((one) => boxes.get(one)?.checked);
  };
  return options.map((option) => {
    const id = `${slug}-${option.slug}`;
    const checked = (answers[slug] ?? []).includes(option.slug);
    const box = h("input", {
      type: "checkbox",
      class: "choice__input",
      id,
      checked,
      onchange: () => tick(option),
    });
    boxes.set(option.slug, box);
    return h(
      "div",
      { class: "choice" },
      box,
      h("label", { class: "choice__box", for: id }, labelOf(option)),
    );
  });
}
