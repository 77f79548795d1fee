import { h, icon, wayBack } from "../dom.js";
import { questionsOf, tell } from "../profile.js";
import { tracingOf } from "../tracing.js";
import { both, labelOf, word } from "../words.js";
import { choicesOf } from "./you-question.js";

/**
 * The steps after somebody joined, one question a screen; every one of them can be left out, and
 * changed later in "About you".
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("./index.js").Screen} Screen
 * @typedef {"receipt" | "you" | "access" | "way"} Step
 * @typedef {{app: App, count: string, back: string | null, onward: string}} Going
 * @typedef {{title: string, body: (HTMLElement | null)[]}} Shown
 */

const FIRST_STEPS = 3; // language, what this is, taking part: on the page before this one

/**
 * The steps that a walk has, in their order; walks/pages/residents.py counts them too.
 *
 * @param {any} sheet
 * @returns {Step[]}
 */
export function stepsOf(sheet) {
  const has = {
    receipt: true,
    you: questionsOf(sheet, false).length > 0,
    access: questionsOf(sheet, true).length > 0,
    way: sheet.itinerary !== null,
  };
  return /** @type {Step[]} */ (Object.keys(has)).filter((step) => has[step]);
}

/**
 * @param {App} app
 * @param {string} [name] of a step
 * @param {string} [slug] of a question in it
 * @returns {Promise<Screen>}
 */
export async function joined(app, name = "receipt", slug = undefined) {
  const steps = stepsOf(app.sheet);
  const at = Math.max(steps.indexOf(/** @type {Step} */ (name)), 0);
  const step = steps[at] ?? "receipt";
  const number = FIRST_STEPS + at + 1;
  const going = {
    app,
    count: word("step", { number, steps: FIRST_STEPS + steps.length }),
    back: at > 0 ? `#joined/${steps[at - 1]}` : null,
    onward: steps[at + 1] ? `#joined/${steps[at + 1]}` : "#",
  };
  const asked = questionsOf(app.sheet, step === "access");
  const question = asked.findIndex((one) => one.slug === slug);
  if (question >= 0) return questionStep(going, step, asked, question);
  return screenOf(going, { receipt, you, access, way }[step](going));
}

/**
 * @param {Going} going
 * @param {Shown} shown
 * @returns {Screen}
 */
function screenOf({ count, back, onward }, { title, body }) {
  return {
    title,
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      back && wayBack(back, word("back.record")),
      h(
        "div",
        { class: "step__head" },
        h("p", { class: "eyebrow", id: "step" }, count),
        h("h1", { tabindex: -1, "aria-describedby": "step" }, title),
      ),
      ...body,
      onward !== "#" && h("a", { class: "button button--plain", href: "#" }, word("you.skip")),
    ),
  };
}

/** With it one comes back; it is told once. @param {Going} going @returns {Shown} */
function receipt({ app, onward }) {
  const { receipt: given } = app.walk;
  const drawn = given && `data:image/svg+xml,${encodeURIComponent(given.qr)}`;
  return {
    title: word("joined.receipt"),
    body: [
      h("p", { class: "aloud" }, word("joined.receipt.what")),
      h("p", { class: "aloud" }, h("strong", {}, word("joined.receipt.do"))),
      given &&
        h(
          "figure",
          { class: "receipt-shown" },
          h("img", { src: drawn, alt: word("joined.receipt.qr"), width: 240, height: 240 }),
          h(
            "figcaption",
            {},
            h("code", { class: "receipt-shown__code", translate: "no" }, given.code),
          ),
        ),
      h(
        "button",
        { type: "button", class: "button button--quiet button--block", onclick: () => print() },
        icon("print"),
        word("joined.receipt.print"),
      ),
      bar(linkTo(onward, word("joined.next"))),
    ],
  };
}

/** @param {Going} going @returns {Shown} */
function you({ app, onward }) {
  const [first] = questionsOf(app.sheet, false);
  return {
    title: word("joined.you"),
    body: [
      h("p", { class: "aloud" }, both("you.why")),
      bar(
        linkTo(`#joined/you/${first?.slug}`, word("joined.you.yes")),
        quietTo(onward, word("joined.you.no")),
      ),
    ],
  };
}

/** @param {Going} going @returns {Shown} */
function access({ app, onward }) {
  const [first] = questionsOf(app.sheet, true);
  const agree = async () => {
    await tell(app, { sensitive_consent: true });
    app.go(`joined/access/${first?.slug}`);
  };
  return {
    title: word("you.sensitive"),
    body: [
      h("p", { class: "aloud" }, both("you.sensitive.why")),
      bar(
        h(
          "button",
          { type: "button", class: "button button--large button--block", onclick: agree },
          h("span", {}, both("you.sensitive.agree")),
        ),
        quietTo(onward, word("joined.you.no")),
      ),
    ],
  };
}

/** Off unless somebody says yes. @param {Going} going @returns {Shown} */
function way({ app, onward }) {
  const agree = async () => {
    await tracingOf(app).agree(true);
    app.go(onward.slice(1));
  };
  const refuse = async () => {
    await tracingOf(app).agree(false);
    app.go(onward.slice(1));
  };
  return {
    title: word("joined.way"),
    body: [
      h("p", { class: "aloud" }, both("joined.way.what")),
      h("p", { class: "aloud" }, both("joined.way.see")),
      bar(
        h(
          "button",
          {
            type: "button",
            class: "button button--quiet button--large button--block",
            onclick: agree,
          },
          h("span", {}, both("joined.way.yes")),
        ),
        h(
          "button",
          {
            type: "button",
            class: "button button--quiet button--large button--block",
            onclick: refuse,
          },
          word("joined.way.no"),
        ),
      ),
    ],
  };
}

/**
 * @param {Going} going
 * @param {Step} step
 * @param {import("../method.js").Question[]} asked
 * @param {number} at
 * @returns {Promise<Screen>}
 */
async function questionStep(going, step, asked, at) {
  const question = /** @type {import("../method.js").Question} */ (asked[at]);
  const [before, after] = [asked[at - 1], asked[at + 1]];
  const here = `#joined/${step}`;
  const which = word("joined.question", { number: at + 1, questions: asked.length });
  const shown = {
    title: labelOf(question),
    body: [
      await choicesOf(going.app, question),
      bar(linkTo(after ? `${here}/${after.slug}` : going.onward, word("joined.next"))),
    ],
  };
  const count = `${going.count} · ${which}`;
  return screenOf({ ...going, count, back: before ? `${here}/${before.slug}` : here }, shown);
}

/** @param {...HTMLElement} ways */
function bar(...ways) {
  return h("div", { class: "bar stack" }, ...ways);
}

/**
 * @param {string} address
 * @param {string} text
 */
function linkTo(address, text) {
  return h("a", { class: "button button--large button--block", href: address }, text);
}

/**
 * @param {string} address
 * @param {string} text
 */
function quietTo(address, text) {
  return h("a", { class: "button button--quiet button--block", href: address }, text);
}
