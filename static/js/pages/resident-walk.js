import { ask, Refused } from "../api.js";
import { App } from "../app.js";
import { h, notice, page } from "../dom.js";
import { Screens } from "../screens/index.js";
import { Sender } from "../sender.js";
import { openStore } from "../store.js";
import { speakAsThePage, word } from "../words.js";

/**
 * The walk's page on a resident's phone.
 */

const place = page();

async function start() {
  speakAsThePage();
  const store = await openStore();
  const walkId = String(place.dataset.walk);
  const theme = await store.choice("theme");
  if (theme !== undefined) document.documentElement.dataset.theme = theme;
  const walk = await store.get("walks", walkId);
  if (!walk) return tell(word("start.not_joined"), word("start.not_joined.then"), "/");
  const fresh = await withFreshSheet(store, walk);
  if (!fresh?.sheet) return tell(word("start.unreachable"), word("start.unreachable.then"), null);
  if (theme === undefined && fresh.sheet.walk.light === "night")
    document.documentElement.dataset.theme = "dark";
  const sender = new Sender(store, walkId);
  const app = new App({ store, sender, walk: fresh, addresses: place.dataset });
  carryPlaceThroughLanguages();
  await new Screens(app, place).start();
  addEventListener("online", () => sender.hurry());
  addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && sender.kick(),
  );
  await sender.kick();
}

/**
 * The walk with its sheet as the server has it now, else as last seen.
 *
 * @param {import("../store.js").Store} store
 * @param {import("../store.js").JoinedWalk} walk
 */
async function withFreshSheet(store, walk) {
  try {
    const { body, clock_difference_ms } = await ask("GET", `/api/walks/${walk.id}`, {
      token: walk.token,
    });
    return store.change("walks", walk.id, (one) => ({
      ...one,
      sheet: body,
      clock_difference_ms,
      shut: null,
    }));
  } catch (error) {
    if (!(error instanceof Refused && [401, 403].includes(error.status))) return walk;
    return store.change("walks", walk.id, (one) => ({ ...one, shut: error.refusal }));
  }
}

/** Lets the links to other languages come back to the same screen. */
function carryPlaceThroughLanguages() {
  const carry = () => {
    for (const link of document.querySelectorAll("a[hreflang]")) {
      if (link instanceof HTMLAnchorElement) link.hash = location.hash;
    }
  };
  addEventListener("hashchange", carry);
  carry();
}

/**
 * @param {string} title
 * @param {string} text
 * @param {string | null} address where to go, or null to try again
 */
function tell(title, text, address) {
  const again = () => location.reload();
  const way = address
    ? h("a", { class: "button", href: address }, word("start.home"))
    : h("button", { type: "button", class: "button", onclick: again }, word("again"));
  place.replaceChildren(
    h("div", { class: "hand stack stack--loose" }, h("h1", {}, title), h("p", {}, text), way),
  );
}

start().catch((error) => {
  place.replaceChildren(
    notice("error", word("start.failed"), h("p", {}, word("start.failed.then"))),
  );
  throw error;
});
