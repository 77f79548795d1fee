import { announce, h, icon, notice } from "./dom.js";
import { layReserve } from "./full.js";
import { word } from "./words.js";

/**
 * Room on the phone: asked to be kept, watched, and spoken of before it is used up.
 *
 * @typedef {import("./app.js").App} App
 * @typedef {import("./full.js").Choice} Choice
 */

const SCARCE_BYTES = 30_000_000; // about seventy photos

/** @type {Choice[]} what waits for the person's choice, all of it told by one notice */
let waiting = [];

/**
 * @param {App} app
 * @param {HTMLElement} place where it is said
 */
export async function watchRoom(app, place) {
  await navigator.storage?.persist?.();
  await look(app, place);
  addEventListener("hashchange", () => look(app, place));
}

/**
 * @param {App} app
 * @param {HTMLElement} place
 */
async function look(app, place) {
  const isScarce = !(await layReserve()) || (await left()) < SCARCE_BYTES;
  const said = place.querySelector("#room-scarce");
  if (!isScarce) return said?.remove();
  if (said) return undefined;
  const make = button("send", word("room.make"), async () => {
    await makeRoom(app);
    notice_.remove();
    await look(app, place);
  });
  const notice_ = notice(
    "warning",
    word("room.scarce"),
    h("p", {}, word("room.scarce.then")),
    h("div", { class: "row" }, make, wayToFile()),
  );
  notice_.id = "room-scarce";
  place.append(notice_);
  return announce(`${word("room.scarce")} ${word("room.scarce.then")}`);
}

/**
 * The bytes that are left, as far as the browser tells: newer ones say ten gigabytes to everyone,
 * so that no page learns how large a disk is. There, only the reserve tells.
 */
async function left() {
  const { quota = Number.POSITIVE_INFINITY, usage = 0 } =
    (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage;
}

/**
 * Says that what was added last, as a rule a photo, finds no room, and waits for what the person chooses.
 *
 * @param {App} app
 * @param {HTMLElement} place
 * @param {Choice} choice
 */
export function sayFull(app, place, choice) {
  waiting.push(choice);
  if (waiting.length > 1) return;
  const end = (/** @type {keyof Choice} */ what) => {
    said.remove();
    const told = waiting;
    waiting = [];
    for (const one of told) one[what]();
  };
  const said = notice(
    "error",
    word("room.full"),
    h("p", {}, word("room.full.then")),
    h(
      "div",
      { class: "row" },
      button("send", word("room.make"), async () => {
        await makeRoom(app);
        end("again");
      }),
      button("next", word("room.without"), () => end("without")),
      wayToFile(),
    ),
  );
  said.setAttribute("role", "alert");
  place.append(said);
  said.scrollIntoView({ block: "nearest" });
}

/**
 * Sends what waits, then lets go of the copies that the server keeps: the person asked for it.
 *
 * @param {App} app
 */
async function makeRoom(app) {
  await app.sender.hurry();
  await app.store.forgetBytes(app.walk.id, Number.POSITIVE_INFINITY);
}

function wayToFile() {
  return h("a", { class: "button button--plain", href: "#receipt" }, word("room.file"));
}

/**
 * @param {string} sign
 * @param {string} text
 * @param {() => unknown} act
 */
function button(sign, text, act) {
  return h(
    "button",
    { type: "button", class: "button button--quiet", onclick: act },
    icon(sign),
    text,
  );
}
