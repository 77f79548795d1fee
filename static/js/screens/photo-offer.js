import { dayOf } from "../days.js";
import { h } from "../dom.js";
import { offerOf, taken } from "../offers.js";
import { withOffset } from "../recording.js";
import { hourOf, word } from "../words.js";

/**
 * The question that a photo from the gallery leaves: are its hour and its place to be used?
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Observation} Observation
 */

/** What waits for an answer, by observation; a page that is loaded anew asks no more. */
const waiting = new Map();

/**
 * Reads what a file says of itself, once its photo is kept, and asks where there is something to
 * decide.
 *
 * @param {App} app
 * @param {Observation} observation
 * @param {File} file
 */
export async function askAbout(app, { id }, file) {
  if (waiting.has(id)) return;
  const reading = await import("../exif.js").catch(() => null); // out of reach: nothing is asked
  if (!reading) return;
  const told = await reading.toldBy(file, withOffset);
  const now = await app.store.get("observations", id);
  const offer = now && offerOf(now, told, Date.now());
  if (!offer) return;
  waiting.set(id, offer);
  app.store.tell();
}

/**
 * What there is to decide about an observation.
 *
 * @param {string} id
 * @returns {import("../exif.js").Told | undefined}
 */
export function offered(id) {
  return waiting.get(id);
}

/**
 * @param {App} app
 * @param {Observation} observation
 * @param {() => unknown} refresh
 * @returns {HTMLElement[]}
 */
export function offerShown(app, { id, content }, refresh) {
  const offer = waiting.get(id);
  if (!offer) return [];
  const use = async () => {
    waiting.delete(id);
    await app.store.change("observations", id, (one) => taken(one, offer));
    app.sender.kick();
  };
  const leave = () => {
    waiting.delete(id);
    return refresh();
  };
  return [
    h(
      "section",
      { class: "asked stack", "aria-labelledby": "offer" },
      h("h2", { id: "offer", tabindex: -1 }, word("photo.offer")),
      h("p", { class: "aloud" }, offerInWords(offer, content.position !== null)),
      h(
        "div",
        { class: "row" },
        h(
          "button",
          { type: "button", class: "button", id: "use-offer", onclick: use },
          word("photo.offer.yes"),
        ),
        h(
          "button",
          { type: "button", class: "button button--quiet", id: "leave-offer", onclick: leave },
          word("photo.offer.no"),
        ),
      ),
    ),
  ];
}

/**
 * @param {import("../exif.js").Told} offer
 * @param {boolean} isPlaced whether the observation has a place already
 * @returns {string}
 */
export function offerInWords({ at, spot }, isPlaced) {
  const instant = Date.parse(at ?? "");
  const place = spot ? (isPlaced ? ".elsewhere" : ".place") : "";
  if (!at) return word(`photo.offer.says${place}`);
  const when = { day: dayOf(instant, Date.now()), hour: hourOf(instant) };
  return word(`photo.offer.says.when${place}`, when);
}
