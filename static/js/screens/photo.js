import { announce, h, icon } from "../dom.js";
import { isFull } from "../full.js";
import { photoOf, pictureOf, Unusable } from "../photos.js";
import { both, word } from "../words.js";
import { askAbout } from "./photo-offer.js";

/**
 * The photos of an observation: taken, chosen, shown, taken away.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Observation} Observation
 * @typedef {import("../store.js").Media} Media
 */

/**
 * @param {App} app
 * @param {Observation} observation
 * @param {Media[]} photos
 * @returns {HTMLElement}
 */
export function photosOf(app, observation, photos) {
  const fault = h("p", { class: "field__error", role: "alert", hidden: true });
  const most = app.sheet.limits.photos_per_observation;
  const take = async (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    const files = [...(input.files ?? [])].slice(0, most - photos.length);
    const isFromGallery = !input.hasAttribute("capture");
    input.value = "";
    fault.hidden = await addAll(app, observation, files, isFromGallery);
    fault.replaceChildren(icon("error"), h("span", {}, word("photo.unusable")));
  };
  const shown = photos.map((photo, index) => figureOf(app, observation, photo, index + 1));
  return h(
    "section",
    { class: "stack", "aria-label": word("photo.title") },
    shown.length > 0 && h("ul", { class: "photos" }, shown),
    photos.length < most &&
      h(
        "div",
        { class: "takes" },
        takeOf("camera", word("photo.take"), { capture: "environment" }, take),
        takeOf("photo", word("photo.choose"), { multiple: true }, take),
      ),
    fault,
    photos.length === 0 && h("p", { class: "soft small" }, both("photo.hint")),
  );
}

/**
 * Shrinks and stores the files one after the other.
 *
 * @param {App} app
 * @param {Observation} observation
 * @param {File[]} files
 * @param {boolean} isFromGallery whether they may be of another hour and place
 * @returns {Promise<boolean>} whether all of them could be used
 */
async function addAll(app, observation, files, isFromGallery) {
  const maxBytes = app.sheet.limits.photo_bytes;
  const worker = String(app.addresses.shrinker);
  let isWhole = true;
  if (files.length > 0) announce(word("photo.shrinking"));
  for (const file of files) {
    try {
      const { media, bytes } = await photoOf(file, { observation, worker, maxBytes });
      await app.store.addMedia(media, bytes);
      announce(word("photo.added"));
      if (isFromGallery) await askAbout(app, observation, file);
    } catch (error) {
      if (isFull(error)) break; // the person was asked, and goes on without
      if (!(error instanceof Unusable)) throw error;
      isWhole = false;
    }
  }
  app.sender.kick();
  return isWhole;
}

/**
 * @param {string} sign
 * @param {string} text
 * @param {import("../dom.js").Attributes} attributes
 * @param {(event: Event) => void} take
 */
function takeOf(sign, text, attributes, take) {
  return h(
    "label",
    { class: "take" },
    h("input", {
      type: "file",
      accept: "image/*",
      class: "visually-hidden",
      onchange: take,
      ...attributes,
    }),
    icon(sign),
    h("span", {}, text),
  );
}

/**
 * @param {App} app
 * @param {Observation} observation
 * @param {Media} photo
 * @param {number} number
 */
function figureOf(app, observation, photo, number) {
  const remove = async () => {
    await app.store.dropMedia(observation.id, photo.id);
    app.sender.kick();
  };
  return h(
    "li",
    {},
    h(
      "figure",
      { class: "photo" },
      pictureOf(app.store, photo, word("photo.numbered", { number })),
      h(
        "button",
        { type: "button", class: "button button--quiet button--small", onclick: remove },
        icon("delete"),
        word("photo.remove"),
        h("span", { class: "visually-hidden" }, word("photo.numbered", { number })),
      ),
    ),
  );
}
