import { Refused } from "../api.js";
import { h, notice, page } from "../dom.js";
import { join } from "../joining.js";
import { openStore } from "../store.js";
import { speakAsThePage, spoken, word } from "../words.js";

/**
 * Joining a walk, one step a screen: the token comes to the phone's own memory, and nowhere else.
 */

const button = /** @type {HTMLButtonElement} */ (document.getElementById("take-part"));
const said = /** @type {HTMLElement} */ (document.getElementById("join-said"));
const steps = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".step")]);
const { walk, code, consent } = page().dataset;

async function start() {
  speakAsThePage();
  addEventListener("hashchange", () => show({ withFocus: true }));
  show({ withFocus: location.hash !== "" });
  offerListening();
  if (!isSecureContext) {
    said.replaceChildren(
      notice("warning", word("join.insecure"), h("p", {}, word("join.insecure.then"))),
    );
    return;
  }
  const store = await openStore();
  const joined = await store.get("walks", String(walk));
  if (joined && !joined.shut) offerReturn();
  button.disabled = false;
  button.addEventListener("click", () => takePart(store));
}

/**
 * Shows the step that the address names, else the first.
 *
 * @param {{withFocus: boolean}} how
 */
function show({ withFocus }) {
  const named = steps.find((one) => one.id === location.hash.slice(1)) ?? steps[0];
  for (const step of steps) {
    step.hidden = step !== named;
    step.toggleAttribute("data-shown", step === named);
  }
  for (const link of document.querySelectorAll("nav a[hreflang]")) {
    if (link instanceof HTMLAnchorElement) link.hash = location.hash;
  }
  scrollTo(0, 0);
  if (withFocus) named?.querySelector("h1")?.focus({ preventScroll: true });
}

/** Words can be listened to where the phone has a voice for them. */
async function offerListening() {
  if (!("speechSynthesis" in globalThis)) return;
  const { offerToRead } = await import("../speech.js");
  offerToRead(page());
}

/** @param {import("../store.js").Store} store */
async function takePart(store) {
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  try {
    const isNew = await join(store, {
      walk: String(walk),
      code: String(code),
      consent: String(consent),
      language: spoken(),
    });
    location.assign(`/walk/${walk}${isNew ? "#joined" : ""}`);
  } catch (error) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    tell(error);
  }
}

/** Leads back to the walk whoever has joined it already. */
function offerReturn() {
  said.replaceChildren(
    notice(
      "success",
      word("join.already"),
      h("p", {}, h("a", { href: `/walk/${walk}` }, word("join.go_on"))),
    ),
  );
}

/** @param {unknown} error */
function tell(error) {
  const { title, detail } =
    error instanceof Refused
      ? error.refusal
      : { title: word("join.unreachable"), detail: word("join.unreachable.then") };
  said.replaceChildren(notice("error", title, h("p", {}, detail)));
  scrollTo(0, 0);
}

start();
