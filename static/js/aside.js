import { h, page } from "./dom.js";

/**
 * What is said beside the walk's screens, and only when there is a reason: that the phone is nearly
 * full, or that Walks can be put on the home screen. The parts that say it are loaded then.
 *
 * @typedef {import("./app.js").App} App
 */

/** Above the screens; what is put there stays while they change. */
const place = h("div", { class: "hand stack aside" });
/** @type {any} the browser's own offer to install, kept until it is wanted */
let offer;

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
});

/**
 * Begins once something has been kept on this phone: before, there is nothing to lose.
 *
 * @param {App} app
 */
export async function standAside(app) {
  page().before(place);
  const begin = async () => {
    const observations = await app.store.of("observations", app.walk.id);
    if (!observations.some((one) => one.kept_at !== null)) return;
    app.store.removeEventListener("change", begin);
    await Promise.all([watchRoom(app), offerHomeScreen(app)]);
  };
  app.store.addEventListener("change", begin);
  app.store.addEventListener("full", (event) =>
    sayFull(app, /** @type {CustomEvent<import("./full.js").Choice>} */ (event).detail),
  );
  await begin();
}

/** @param {App} app */
async function watchRoom(app) {
  const { watchRoom: watch } = await import("./room.js");
  await watch(app, place);
}

/**
 * @param {App} app
 * @param {import("./full.js").Choice} choice
 */
async function sayFull(app, choice) {
  // Where even the words for it cannot be had, nobody is to wait for an answer.
  const part = await import("./room.js").catch(() => undefined);
  if (part) part.sayFull(app, place, choice);
  else choice.without();
}

/** @param {App} app */
async function offerHomeScreen(app) {
  const { offerHomeScreen: offerIt } = await import("./installing.js");
  await offerIt(app, place, () => offer);
}
