import { h } from "../dom.js";
import { answersOf, tell, ticked } from "../profile.js";
import { labelOf, word } from "../words.js";
import { radio } from "./place.js";

/**
 * One question about oneself: as many answers as it takes, each kept as it is chosen.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../method.js").Question} Question
 */

/**
 * @param {App} app
 * @param {Question} question
 * @returns {Promise<HTMLElement>}
 */
export async function choicesOf(app, question) {
  const given = (await answersOf(app))[question.slug];
  const options =
    question.choice === "many" ? boxes(app, question, given) : radios(app, question, given);
  return h(
    "fieldset",
    { class: "field" },
    h("legend", { class: "visually-hidden" }, labelOf(question)),
    question.choice === "many" && h("p", { class: "soft aloud" }, word("you.several")),
    h("div", { class: "choices" }, ...options),
  );
}

/**
 * @param {App} app
 * @param {Question} question
 * @param {string | null | undefined} given
 */
function radios(app, { slug, options }, given) {
  return options.map((option) =>
    radio(slug, option.slug, labelOf(option), given ?? "", () =>
      tell(app, { [slug]: option.slug }),
    ),
  );
}

/**
 * @param {App} app
 * @param {Question} question
 * @param {string[] | undefined} given
 */
function boxes(app, { slug, options }, given = []) {
  let chosen = given;
  const inputs = options.map((option) =>
    h("input", {
      type: "checkbox",
      class: "choice__input",
      id: `${slug}-${option.slug}`,
      checked: chosen.includes(option.slug),
      onchange: ({ currentTarget }) => tick(option.slug, currentTarget.checked),
    }),
  );
  const tick = (/** @type {string} */ option, /** @type {boolean} */ isTicked) => {
    chosen = ticked(options, chosen, option, isTicked);
    for (const [at, input] of inputs.entries()) {
      input.checked = chosen.includes(String(options[at]?.slug));
    }
    return tell(app, { [slug]: chosen });
  };
  return options.map((option, at) =>
    h(
      "div",
      { class: "choice" },
      /** @type {HTMLElement} */ (inputs[at]),
      h("label", { class: "choice__box", for: `${slug}-${option.slug}` }, labelOf(option)),
    ),
  );
}

/**
 * An answer in words.
 *
 * @param {Question} question
 * @param {string | string[] | null | undefined} given
 * @returns {string} empty when nothing was said
 */
export function answerInWords({ options }, given) {
  const slugs = [given ?? []].flat();
  const chosen = options.filter((option) => slugs.includes(option.slug));
  return chosen.map(labelOf).join(", ");
}
