import { Refused, Unreachable } from "../api.js";
import { announce, h, notice } from "../dom.js";
import { comeBack, Occupied } from "../returning.js";
import { openStore } from "../store.js";
import { carryTyped, putBackTyped } from "../typed.js";
import { speakAsThePage, word } from "../words.js";

/**
 * Coming back with a receipt, from the address behind its # or typed.
 */

const form = /** @type {HTMLFormElement} */ (document.getElementById("come-back"));
const field = /** @type {HTMLInputElement} */ (document.getElementById("receipt"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
const said = /** @type {HTMLElement} */ (document.getElementById("receipt-said"));

function start() {
  speakAsThePage();
  if (!isSecureContext) return tell("warning", "back.insecure");
  field.disabled = false;
  button.disabled = false;
  carryTyped();
  putBackTyped();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    enter();
  });
  addEventListener("hashchange", enterFromAddress);
  return enterFromAddress();
}

/** Takes the receipt out of the address, where it would stay for whoever looks at the device. */
function enterFromAddress() {
  const shown = location.hash.slice(1);
  if (!shown) return undefined;
  history.replaceState(null, "", location.pathname);
  field.value = shown;
  return enter();
}

async function enter() {
  if (button.disabled) return;
  button.disabled = true;
  announce(word("back.busy"));
  try {
    const { id } = await comeBack(await openStore(), field.value);
    announce(word("back.brought"));
    location.assign(`/walk/${id}`);
  } catch (error) {
    button.disabled = false;
    if (error instanceof Refused) tell("error", error.refusal.title, error.refusal.detail);
    else if (error instanceof Occupied) tell("warning", "back.already");
    else if (error instanceof Unreachable) tell("warning", "back.unreachable");
    else throw error;
  }
}

/**
 * @param {"warning" | "error"} tone
 * @param {string} title a sentence of the server's, or the name of two of the page's own
 * @param {string} [text]
 */
function tell(tone, title, text) {
  const [first, then] = text === undefined ? [word(title), word(`${title}.then`)] : [title, text];
  said.replaceChildren(notice(tone, first, h("p", {}, then)));
  announce(`${first} ${then}`);
}

start();
