import { h, icon, notice } from "./dom.js";
import { word } from "./words.js";

/**
 * Walks on the phone's home screen, offered quietly on the walk's own screen: by the browser's own
 * prompt where it has one, else in words where the browser would erase what it stores.
 *
 * @typedef {import("./app.js").App} App
 */

const REST_MS = 30 * 86_400_000; // after "not now"

/**
 * @param {App} app
 * @param {HTMLElement} place
 * @param {() => any} promptOf the browser's offer, if it made one
 */
export async function offerHomeScreen(app, place, promptOf) {
  const refused = (await app.store.choice("not-installed")) ?? 0;
  if (isInstalled() || Date.now() - refused < REST_MS) return;
  /** @type {HTMLElement | undefined} */
  let said;
  const later = async () => {
    await app.store.choose("not-installed", Date.now());
    removeEventListener("hashchange", show);
    said?.remove();
    said = undefined;
  };
  const show = () => {
    const isHome = location.hash.length <= 1;
    if (!said && isHome) said = offerOf(promptOf(), later);
    if (said) said.hidden = !isHome;
    if (said && !said.isConnected) place.append(said);
  };
  addEventListener("hashchange", show);
  addEventListener("beforeinstallprompt", () => setTimeout(show));
  addEventListener("appinstalled", later);
  show();
}

/**
 * @param {any} prompt
 * @param {() => Promise<void>} later
 */
function offerOf(prompt, later) {
  if (prompt) return promptable(prompt, later);
  return isAppleTouch() ? inWords(later) : undefined;
}

/**
 * @param {any} prompt
 * @param {() => Promise<void>} later
 */
function promptable(prompt, later) {
  const install = async () => {
    await prompt.prompt();
    await later();
  };
  return notice(
    "info",
    word("install"),
    h("p", {}, word("install.then")),
    h("div", { class: "row" }, button(word("install.do"), install), notNow(later)),
  );
}

/**
 * Safari erases what a page stores after seven days on which it was not used, unless the page is
 * on the home screen.
 *
 * @param {() => Promise<void>} later
 */
function inWords(later) {
  const step = (/** @type {string} */ sign, /** @type {string} */ text) =>
    h("li", {}, icon(sign), h("span", {}, text));
  return notice(
    "info",
    word("ios"),
    h("p", {}, word("ios.then")),
    h(
      "ol",
      { class: "steps" },
      step("share", word("ios.share")),
      step("add-box", word("ios.add")),
      step("logo", word("ios.open")),
    ),
    h("p", {}, word("ios.file")),
    h("div", { class: "row" }, notNow(later)),
  );
}

/** @param {() => Promise<void>} later */
function notNow(later) {
  return button(word("install.later"), later);
}

/**
 * @param {string} text
 * @param {() => unknown} act
 */
function button(text, act) {
  return h("button", { type: "button", class: "button button--quiet", onclick: act }, text);
}

function isInstalled() {
  return (
    matchMedia("(display-mode: standalone)").matches ||
    /** @type {any} */ (navigator).standalone === true
  );
}

/** Only Safari and its kin on an iPhone or iPad say whether they stand alone. */
function isAppleTouch() {
  return "standalone" in navigator && navigator.maxTouchPoints > 0;
}
