import { h } from "./dom.js";

/**
 * The page's words in its language, as the server wrote them into the page, and the method's
 * labels, which come with the walk.
 *
 * @typedef {Record<string, string>} Labels a text by language code
 */

// Where a language writes its hours as people here do; all of them with the digits used here.
const COUNTRIES = /** @type {Record<string, string>} */ ({ en: "GB" });

/** @type {Record<string, string>} */
let catalogue = {};
let language = "en";

/**
 * Takes the words for all that follows.
 *
 * @param {Record<string, string>} words
 * @param {string} code the page's language
 */
export function speak(words, code) {
  catalogue = words;
  language = code;
}

/** Takes the words that stand in the page. */
export function speakAsThePage() {
  const written = document.getElementById("words")?.textContent ?? "{}";
  speak(JSON.parse(written), document.documentElement.lang);
}

/**
 * @returns {string} the page's language
 */
export function spoken() {
  return language;
}

/**
 * A sentence of the catalogue with its gaps filled. With a `count`, the form that the language
 * has for that number: `unsent.one`, `unsent.other`.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function word(key, values = {}) {
  const form = "count" in values ? `${key}.${pluralOf(Number(values.count))}` : key;
  const text = catalogue[form] ?? catalogue[`${key}.other`];
  if (text === undefined) throw new Error(`There are no words for ${form}.`);
  return text.replace(/\{(\w+)\}/g, (gap, name) => String(values[name] ?? gap));
}

/**
 * A sentence that somebody agrees to, or that keeps them safe. Where the page's language is a
 * draft, the same in a checked language stands beside it.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 * @returns {(string | HTMLElement)[]}
 */
export function both(key, values) {
  const said = word(key, values);
  const beside = `${key}.beside`;
  if (!(beside in catalogue)) return [said];
  const how = { class: "beside", lang: catalogue.beside, dir: "ltr" };
  return [said, " ", h("span", how, word(beside, values))];
}

/** @param {number} count */
function pluralOf(count) {
  return new Intl.PluralRules(language).select(count);
}

/**
 * A label in the page's language, else in one that it has.
 *
 * @param {{label: Labels} | undefined} thing
 * @returns {string}
 */
export function labelOf(thing) {
  return inWords(thing?.label);
}

/**
 * @param {Labels | undefined} texts
 * @returns {string}
 */
export function inWords(texts = {}) {
  const code = [language, catalogue.beside ?? "en", "en", "fr", "nl"].find((one) => texts[one]);
  return code ? String(texts[code]) : (Object.values(texts)[0] ?? "");
}

/**
 * An hour of the day, as the language writes it.
 *
 * @param {number} instant milliseconds since 1970
 * @returns {string}
 */
export function hourOf(instant) {
  const locale = `${language}-${COUNTRIES[language] ?? "BE"}-u-hc-h23-nu-latn`;
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(instant);
}
