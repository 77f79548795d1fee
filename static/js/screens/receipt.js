import { ask, fetchFile, Refused, Unreachable } from "../api.js";
import { announce, h, icon, notice, wayBack } from "../dom.js";
import { standing } from "../outbox.js";
import { word } from "../words.js";
import { unsent } from "./states.js";

/**
 * The receipt, and everything that a participant may do with what they gave: come back to it, save
 * what is unsent, take it with them, take it back, or be forgotten here.
 *
 * @typedef {import("../app.js").App} App
 */

/**
 * @param {App} app
 * @returns {Promise<import("./index.js").Screen>}
 */
export async function receipt(app) {
  const code = h("section", { class: "stack", "aria-labelledby": "receipt" });
  const rescue = h("div");
  const said = h("div", { class: "screen-only" });
  const refresh = async () => {
    const shown = app.walk.receipt?.code ?? "";
    if (code.dataset.shown !== shown) code.replaceChildren(...(await codeOf(app, said)));
    code.dataset.shown = shown;
    rescue.hidden = !(await hasToSend(app));
  };
  rescue.append(
    partOf(
      "phone",
      "rescue",
      button("share", word("rescue.do"), () => save(app, said)),
    ),
  );
  await refresh();
  return {
    title: word("joined.receipt"),
    refresh,
    node: h(
      "div",
      { class: "hand stack stack--sections" },
      h("div", { class: "screen-only" }, wayBack("#", word("back.walk"))),
      code,
      said,
      h(
        "div",
        { class: "screen-only stack stack--sections" },
        rescue,
        partOf(
          "list",
          "take",
          button("next", word("take.do"), () => takeAlong(app, said)),
        ),
        partOf(
          "delete",
          "leave",
          twice(word("leave.do"), word("leave.sure"), () => leave(app, said)),
        ),
        partOf("lock", "forget", await forgetting(app)),
      ),
    ),
  };
}

/**
 * @param {App} app
 * @param {HTMLElement} said
 */
async function codeOf(app, said) {
  const { receipt: own, sheet } = app.walk;
  const heading = h("h1", { id: "receipt", tabindex: -1 }, word("joined.receipt"));
  const renew = () => makeNew(app, said);
  if (!own) {
    const why = word(app.walk.visiting ? "receipt.visiting" : "receipt.none");
    return [heading, h("p", {}, why), button("receipt", word("receipt.new"), renew)];
  }
  const drawn = `data:image/svg+xml,${encodeURIComponent(own.qr)}`;
  return [
    heading,
    h("p", {}, word("joined.receipt.what")),
    h(
      "figure",
      { class: "receipt-shown" },
      h("p", {}, sheet.walk.title),
      h("img", { src: drawn, alt: word("joined.receipt.qr"), width: 240, height: 240 }),
      h("code", { class: "receipt-shown__code", translate: "no" }, own.code),
      h("figcaption", {}, `${location.host}/receipt`),
    ),
    h("p", { class: "screen-only" }, h("strong", {}, word("joined.receipt.do"))),
    h(
      "div",
      { class: "row screen-only" },
      button("print", word("joined.receipt.print"), () => print()),
      twice(word("receipt.new"), word("receipt.new.sure"), renew),
    ),
  ];
}

/**
 * @param {App} app
 * @param {HTMLElement} said
 */
async function makeNew(app, said) {
  await attempt(said, async () => {
    const path = `/api/walks/${app.walk.id}/receipt`;
    const { body } = await ask("POST", path, { token: app.walk.token });
    await app.store.change("walks", app.walk.id, (one) => ({ ...one, receipt: body }));
    tell(said, "success", word("receipt.renewed"));
  });
}

/**
 * @param {App} app
 * @param {HTMLElement} said
 */
async function save(app, said) {
  const { offer, rescueFile } = await import("../rescue.js");
  const file = await rescueFile(app.store, app.walk.id);
  if (!file) return tell(said, "success", word("home.all_received"));
  await offer(file);
  return tell(said, "success", word("rescue.done"), word("rescue.then"));
}

/**
 * @param {App} app
 * @param {HTMLElement} said
 */
async function takeAlong(app, said) {
  await attempt(said, async () => {
    const { download } = await import("../rescue.js");
    const { id, token } = app.walk;
    download(await fetchFile(`/api/walks/${id}/own-data.zip`, token), "walk-own-data.zip");
    tell(said, "success", word("take.done"));
  });
}

/**
 * Takes everything back. What was on this phone goes with it.
 *
 * @param {App} app
 * @param {HTMLElement} said
 */
async function leave(app, said) {
  await attempt(said, async () => {
    const { id, token } = app.walk;
    await ask("DELETE", `/api/walks/${id}/participation`, { token });
    app.sender.stop();
    await app.store.forgetWalk(id);
    const way = h("a", { class: "button", href: "/" }, word("start.home"));
    const heading = h("h1", { tabindex: -1 }, word("leave.done"));
    said
      .closest(".hand")
      ?.replaceChildren(heading, h("p", {}, word("leave.done.then")), h("p", {}, way));
    heading.focus();
  });
}

/**
 * Forgets the walk here, also without a connection: the token goes either way.
 *
 * @param {App} app
 */
async function forget(app) {
  const { id, token } = app.walk;
  app.sender.stop();
  await ask("DELETE", `/api/walks/${id}/device`, { token }).catch(() => undefined);
  await app.store.forgetWalk(id);
  location.assign("/");
}

/** @param {App} app */
async function forgetting(app) {
  const count = await countUnsent(app);
  const sure = [count > 0 && word("forget.unsent", { count }), word("forget.sure")];
  return twice(word("forget.do"), sure.filter(Boolean).join(" "), () => forget(app));
}

/**
 * Whether something is to be sent that is more than a draft.
 *
 * @param {App} app
 */
async function hasToSend({ store, walk }) {
  const media = await store.of("media", walk.id);
  const observations = await store.of("observations", walk.id);
  return observations.some((one) => !["draft", "received"].includes(standing(one, media)));
}

/** @param {App} app */
async function countUnsent({ store, walk }) {
  const [observations, media, errands] = await Promise.all([
    store.of("observations", walk.id),
    store.of("media", walk.id),
    store.of("errands", walk.id),
  ]);
  return unsent(observations, media, errands);
}

/**
 * Does something that needs the server, and says why where it cannot.
 *
 * @param {HTMLElement} said
 * @param {() => Promise<void>} act
 */
async function attempt(said, act) {
  try {
    await act();
  } catch (error) {
    if (error instanceof Refused) tell(said, "error", error.refusal.title, error.refusal.detail);
    else if (error instanceof Unreachable)
      tell(said, "warning", word("start.unreachable"), word("start.unreachable.then"));
    else throw error;
  }
}

/**
 * @param {HTMLElement} said
 * @param {"success" | "warning" | "error"} tone
 * @param {string} title
 * @param {string} [text]
 */
function tell(said, tone, title, text = "") {
  said.replaceChildren(notice(tone, title, text && h("p", {}, text)));
  said.scrollIntoView({ block: "nearest" });
  announce(`${title} ${text}`);
}

/**
 * @param {string} sign
 * @param {string} name of its words
 * @param {HTMLElement} act
 */
function partOf(sign, name, act) {
  return h(
    "section",
    { class: "stack", "aria-labelledby": name },
    h("h2", { id: name }, icon(sign), " ", word(name)),
    h("p", {}, word(`${name}.why`)),
    h("div", { class: "row" }, act),
  );
}

/**
 * @param {string} sign
 * @param {string} text
 * @param {() => unknown} act
 */
function button(sign, text, act) {
  const how = { type: "button", class: "button button--quiet", onclick: act };
  return h("button", how, icon(sign), text);
}

/**
 * A button that asks once more.
 *
 * @param {string} text
 * @param {string} question
 * @param {() => unknown} act
 */
function twice(text, question, act) {
  const place = h("div", { class: "row" });
  const offer = () => place.replaceChildren(quiet(text, () => asked()));
  const quiet = (/** @type {string} */ words, /** @type {() => unknown} */ then) =>
    h("button", { type: "button", class: "button button--quiet", onclick: then }, words);
  const asked = () => {
    const yes = quiet(word("sure.yes"), () => {
      offer();
      act();
    });
    yes.className = "button button--danger";
    place.replaceChildren(h("p", {}, question), yes, quiet(word("sure.no"), offer));
    yes.focus();
  };
  offer();
  return place;
}
