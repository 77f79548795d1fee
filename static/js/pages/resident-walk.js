import { ask, Refused } from "../api.js";
import { App } from "../app.js";
import { standAside } from "../aside.js";
import { showUnsent } from "../badge.js";
import { h, notice, page } from "../dom.js";
import { keepRoomForWords } from "../full.js";
import { followLanguages } from "../languages.js";
import { workOffline } from "../offline.js";
import { Screens } from "../screens/index.js";
import { Sender } from "../sender.js";
import { openStore } from "../store.js";
import { carryTyped } from "../typed.js";
import { speakAsThePage, spoken, word } from "../words.js";

/**
 * The walk's page on a resident's phone.
 */

const place = page();

async function start() {
  speakAsThePage();
  const store = await openStore();
  keepRoomForWords(store);
  const walkId = await walkOfTheAddress(store);
  const theme = await store.choice("theme");
  if (theme !== undefined) document.documentElement.dataset.theme = theme;
  const walk = await store.get("walks", walkId);
  if (!walk) return tell(word("start.not_joined"), word("start.not_joined.then"), "/");
  // What the phone knows is shown at once; what is new comes in behind it.
  const fresh = withFreshSheet(store, walk);
  const known = walk.sheet?.method.title[spoken()] ? walk : await fresh;
  if (!known?.sheet) return tell(word("start.unreachable"), word("start.unreachable.then"), null);
  if (theme === undefined && known.sheet.walk.light === "night")
    document.documentElement.dataset.theme = "dark";
  const sender = new Sender(store, walkId);
  const app = new App({ store, sender, walk: known, addresses: place.dataset });
  carryTyped();
  followLanguages(app);
  showUnsent(app);
  const screens = new Screens(app, place);
  await screens.start();
  addEventListener("online", () => sender.hurry());
  addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && sender.hurry(),
  );
  sender.hurry();
  await behind([
    workOffline(app),
    standAside(app),
    store.choose("walk", walkId),
    fresh.then(keepGround),
    import("../voice-pieces.js").then(({ finishLeft }) => finishLeft(app)),
    screens.offerListening(),
    screens.goOnTracing(),
  ]);
}

/**
 * What comes behind the first screen may want a connection, or room on the phone. Where some of it
 * fails, the page stands all the same, and the next visit tries again.
 *
 * @param {Promise<unknown>[]} works
 */
async function behind(works) {
  for (const ended of await Promise.allSettled(works)) {
    if (ended.status === "rejected") console.warn("Left for the next visit:", ended.reason);
  }
}

/**
 * The map's ground comes last, and only where the installation has a basemap of its own.
 *
 * @param {import("../store.js").JoinedWalk | undefined} walk
 */
async function keepGround(walk) {
  if (!walk?.sheet?.tiles?.basemap) return;
  const { keepBasemap } = await import("../basemap/kept.js");
  await keepBasemap(walk);
}

/**
 * The walk that the address names, else the one that was open last: a phone's home screen leads to
 * no walk in particular.
 *
 * @param {import("../store.js").Store} store
 * @returns {Promise<string>} empty when this phone is on no walk
 */
async function walkOfTheAddress(store) {
  const named = location.pathname.split("/")[2];
  if (named) return named;
  const last = (await store.choice("walk")) ?? (await store.walks()).at(-1)?.id ?? "";
  if (last) history.replaceState(null, "", `/walk/${last}${location.hash}`);
  return last;
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
