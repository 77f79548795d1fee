import { h, icon } from "../dom.js";
import { isWaiting, standing } from "../outbox.js";
import { word } from "../words.js";

/**
 * The plain states: on this phone, being sent, received; and what needs the person.
 *
 * @typedef {import("../store.js").Observation} Observation
 * @typedef {import("../store.js").Media} Media
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
 * How many things are not with the server yet: observations with their media, drafts included, and
 * errands.
 *
 * @param {Observation[]} observations
 * @param {Media[]} media
 * @param {import("../store.js").Errand[]} errands
 * @returns {number}
 */
export function unsent(observations, media, errands) {
  const settled = ["received", "leaving"];
  const open = observations.filter((one) => !settled.includes(standing(one, media)));
  return open.length + errands.filter(isWaiting).length;
}

/**
 * Why an observation was refused, and what can be done.
 *
 * @param {import("../app.js").App} app
 * @param {Observation} observation
 * @param {Media[]} media
 * @returns {HTMLElement[]}
 */
export function refusalsOf(app, observation, media) {
  const said = [];
  const { refusal } = observation;
  if (refusal) {
    said.push(noticeOf(refusal.title, refusal.detail, mendings(app, observation)));
  }
  for (const one of media) {
    if (one.state === "refused") said.push(noticeOf(word(`${one.medium}.refused`), one.detail, []));
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
