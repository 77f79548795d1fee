import { h } from "../dom.js";
import { nextQuestion } from "../recording.js";
import { word } from "../words.js";
import { answerTiles } from "./answers.js";

/**
 * What is gently asked once an observation is safe, one thing at a time.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Observation} Observation
 * @typedef {"category" | "severity" | "affects"} Asked
 */

/**
 * @param {App} app
 * @param {Observation} observation
 * @returns {Asked | undefined}
 */
export function asked(app, observation) {
  if (observation.kept_at === null || observation.refusal) return undefined;
  if (app.asking.has(observation.id)) return "affects";
  return nextQuestion(observation, app.skipped.get(observation.id) ?? []);
}

/**
 * @param {App} app
 * @param {Observation} observation
 * @param {Asked} name
 * @param {() => unknown} refresh
 * @returns {HTMLElement[]}
 */
export function askedNext(app, observation, name, refresh) {
  const { id } = observation;
  const goOn = () => {
    app.skipped.set(id, [...(app.skipped.get(id) ?? []), name]);
    app.letGo(id);
    refresh();
  };
  return [
    h(
      "section",
      { class: "asked stack", "aria-labelledby": "asked" },
      h("h2", { id: "asked", tabindex: -1 }, word(`ask.${name}`)),
      answerTiles(app, observation, name, () => {}),
      h(
        "button",
        { type: "button", class: "button button--quiet", id: "asked-go-on", onclick: goOn },
        word(app.asking.has(id) ? "done" : "ask.skip"),
      ),
    ),
  ];
}
