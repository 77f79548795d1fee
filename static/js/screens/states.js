import { h, icon } from "../dom.js";
import { standing } from "../outbox.js";
import { word } from "../words.js";

/**
 * The plain states: on this phone, being sent, received; and what needs the person.
 *
 * @typedef {import("../store.js").Observation} Observation
 * @typedef {import("../store.js").Photo} Photo
 * @typedef {import("../outbox.js").Standing} Standing
 */

const ICONS = {
  draft: "edit",
  phone: "phone",
  sending: "sync",
  received: "success",
  refused: "error",
  leaving: "delete",
};
const TONES = {
  draft: "warning",
  phone: "warning",
  sending: "accent",
  received: "success",
  refused: "danger",
  leaving: "warning",
};

/**
 * @param {Standing} state
 * @returns {HTMLElement}
 */
export function badgeOf(state) {
  const text = word(`state.${state}`);
  return h("span", { class: `badge badge--${TONES[state]}` }, icon(ICONS[state]), text);
}

/**
 * How many observations are not with the server yet, drafts and photos included.
 *
 * @param {Observation[]} observations
 * @param {Photo[]} photos
 * @returns {number}
 */
export function unsent(observations, photos) {
  const settled = ["received", "leaving"];
  return observations.filter((one) => !settled.includes(standing(one, photos))).length;
}

/**
 * Why an observation was refused, and what can be done.
 *
 * @param {import("../app.js").App} app
 * @param {Observation} observation
 * @param {Photo[]} photos
 * @returns {HTMLElement[]}
 */
export function refusalsOf(app, observation, photos) {
  const said = [];
  const { refusal } = observation;
  if (refusal) {
    said.push(noticeOf(refusal.title, refusal.detail, mendings(app, observation)));
  }
  for (const photo of photos) {
    if (photo.state === "refused") said.push(noticeOf(word("photo.refused"), photo.detail, []));
  }
  return said;
}

/**
 * @param {string} title
 * @param {string} detail
 * @param {HTMLElement[]} buttons
 */
function noticeOf(title, detail, buttons) {
  return h(
    "div",
    { class: "notice notice--error", role: "alert" },
    icon("error"),
    h(
      "div",
      { class: "notice__body" },
      h("p", { class: "notice__title" }, title),
      h("p", {}, detail),
      buttons.length > 0 && h("div", { class: "row" }, ...buttons),
    ),
  );
}

/**
 * @param {import("../app.js").App} app
 * @param {Observation} observation
 * @returns {HTMLElement[]}
 */
function mendings(app, observation) {
  const { refusal } = observation;
  if (refusal?.code === "observation-differs" && refusal.stored) {
    return [
      button(word("differs.mine"), () => app.keepMine(observation)),
      button(word("differs.theirs"), () => app.takeTheirs(observation)),
    ];
  }
  if (refusal?.code === "id-taken") {
    return [button(word("again"), () => app.renumber(observation))];
  }
  return [button(word("again"), () => app.change(observation.id, {}))];
}

/**
 * @param {string} text
 * @param {() => void} act
 */
function button(text, act) {
  return h(
    "button",
    { type: "button", class: "button button--quiet button--small", onclick: act },
    text,
  );
}
