import { h, icon } from "./dom.js";
import { word } from "./words.js";

/**
 * Words spoken aloud on a tap: a button beside each question reads it and what can be answered.
 * Once it was used, each answer has a button of its own. Where the phone has no voice of its own
 * for the language there is none of this. Nothing is ever spoken unasked.
 *
 * Voices that send their text to a server are left alone: nobody is to know what is listened to.
 */

const OPTIONS = ".kind, .tile, .choice__box, .tongue, .consent li > span";
const READ = `h1, .step p:not(.eyebrow):not(.small), .aloud, ${OPTIONS}`;
const SILENT = ".visually-hidden, .listen, [hidden], [aria-hidden=true], .beside";
const speech = globalThis.speechSynthesis;

/**
 * A voice that speaks a language without asking anybody.
 *
 * @param {Pick<SpeechSynthesisVoice, "lang" | "localService" | "default">[]} voices
 * @param {string} language such as "fr"
 */
export function voiceFor(voices, language) {
  const speaks = (/** @type {{lang: string}} */ { lang }) =>
    lang.toLowerCase().split(/[-_]/)[0] === language.toLowerCase().split("-")[0];
  const able = voices.filter((voice) => voice.localService && speaks(voice));
  return able.find((voice) => voice.default) ?? able[0];
}

/**
 * Offers to read what stands in an element, now and as it changes.
 *
 * @param {HTMLElement} place
 */
export function offerToRead(place) {
  const reader = new Reader(place);
  const look = () => reader.look();
  speech.addEventListener?.("voiceschanged", look);
  new MutationObserver(look).observe(place, { childList: true, subtree: true });
  for (const end of ["hashchange", "pagehide"]) addEventListener(end, () => reader.stop());
  look();
}

class Reader {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    /** What is being read, so that a second tap on it stops. @type {Element | null} */
    this.reading = null;
    this.turn = 0;
  }

  /** Puts buttons where they are missing. */
  look() {
    const isAble = voiceFor(speech.getVoices(), document.documentElement.lang) !== undefined;
    if (!isAble) return;
    for (const heading of this.place.querySelectorAll("h1, .asked h2")) this.offer(heading);
    if (!this.place.classList.contains("listening")) return;
    for (const option of this.place.querySelectorAll(OPTIONS)) this.offer(option);
  }

  /** @param {Element} told a heading, behind which the button stands, or an answer */
  offer(told) {
    const isHeading = told.matches("h1, h2");
    const beside = isHeading ? told : told.parentElement;
    const there = isHeading ? told.nextElementSibling : beside?.querySelector(":scope > .listen");
    if (!beside || there?.matches(".listen")) return;
    const name = isHeading ? word("listen") : word("listen.to", { what: textOf(told) });
    const button = h(
      "button",
      { type: "button", class: "listen", "aria-label": name, onclick: () => this.press(told) },
      icon("listen"),
      isHeading && h("span", { "aria-hidden": "true" }, word("listen")),
    );
    if (isHeading) told.after(button);
    else beside.append(button);
  }

  /** @param {Element} told */
  press(told) {
    const again = this.reading === told;
    this.stop();
    if (again) return;
    this.place.classList.add("listening");
    this.look();
    this.reading = told;
    this.read(told.matches("h1, h2") ? aloudWith(told) : [told]);
  }

  /**
   * Reads one after the other and shows which one it is at.
   *
   * @param {Element[]} parts
   */
  async read(parts) {
    const { turn } = this;
    for (const part of parts) {
      if (turn !== this.turn) return;
      part.classList.add("spoken");
      await say(textOf(part), languageOf(part));
      part.classList.remove("spoken");
    }
    if (turn === this.turn) this.reading = null;
  }

  /** Falls silent. */
  stop() {
    this.turn += 1;
    this.reading = null;
    for (const part of this.place.querySelectorAll(".spoken")) part.classList.remove("spoken");
    speech.cancel();
  }
}

/**
 * What belongs to a heading: the whole step or screen, or the section of a question in it.
 *
 * @param {Element} heading
 * @returns {Element[]}
 */
function aloudWith(heading) {
  const around = heading.closest(".asked, .step") ?? heading.closest(".hand");
  const found = [...(around?.querySelectorAll(`${READ}, .asked h2`) ?? [])];
  return found.filter((one) => one.getClientRects().length > 0 && !one.closest(".bar, .link-back"));
}

/**
 * @param {string} text
 * @param {string} language
 * @returns {Promise<unknown>} when it was said, or could not be
 */
function say(text, language) {
  const voice = voiceFor(speech.getVoices(), language);
  if (!text || !voice) return Promise.resolve();
  const words = new SpeechSynthesisUtterance(text);
  words.lang = voice.lang;
  words.voice = /** @type {SpeechSynthesisVoice} */ (voice);
  return new Promise((resolve) => {
    words.onend = resolve;
    words.onerror = resolve;
    speech.speak(words);
  });
}

/**
 * The words that can be seen of something.
 *
 * @param {Element} part
 * @returns {string}
 */
export function textOf(part) {
  const copy = /** @type {Element} */ (part.cloneNode(true));
  for (const silent of copy.querySelectorAll(SILENT)) silent.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** @param {Element} part */
function languageOf(part) {
  return part.closest("[lang]")?.getAttribute("lang") ?? document.documentElement.lang;
}
