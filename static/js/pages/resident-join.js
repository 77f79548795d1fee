import { ask, Refused } from "../api.js";
import { announce, h, notice, page } from "../dom.js";
import { openStore } from "../store.js";
import { speakAsThePage, spoken, word } from "../words.js";

/**
 * Joining a walk: the token comes to the phone's own memory, and nowhere else.
 */

const button = /** @type {HTMLButtonElement} */ (document.getElementById("take-part"));
const said = /** @type {HTMLElement} */ (document.getElementById("join-said"));
const { walk, code, consent } = page().dataset;

async function start() {
  speakAsThePage();
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
  button.addEventListener("click", () => join(store));
}

/** @param {import("../store.js").Store} store */
async function join(store) {
  button.setAttribute("aria-busy", "true");
  button.disabled = true;
  try {
    const before = await store.get("walks", String(walk));
    const token = before && !before.shut ? before : await newToken();
    await store.keep({ walks: [{ ...emptyWalk(), ...before, ...token, shut: null }] });
    location.assign(`/walk/${walk}${before ? "" : "#you"}`);
  } catch (error) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    tell(error);
  }
}

async function newToken() {
  const { body } = await ask("POST", `/api/joining/${code}`, {
    json: { language: spoken(), consent: { version: consent, taking_part: true } },
  });
  const { token, participant_id, receipt = null } = body;
  return { token, participant_id, receipt };
}

/** @returns {import("../store.js").JoinedWalk} */
function emptyWalk() {
  return {
    id: String(walk),
    code: String(code),
    token: "",
    participant_id: "",
    receipt: null,
    sheet: null,
    clock_difference_ms: null,
    shut: null,
  };
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
  announce(`${title} ${detail}`);
}

start();
