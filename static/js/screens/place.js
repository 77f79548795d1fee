import { h, icon, notice } from "../dom.js";
import { inWordsOf } from "../position.js";
import { word } from "../words.js";

/**
 * Where it is: here, on the map, or at a stop. Nobody needs the map.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Observation} Observation
 * @typedef {import("../store.js").Content} Content
 * @typedef {import("../method.js").Stop} Stop
 */

/**
 * @param {App} app
 * @param {Observation} observation
 */
export function place(app, { id, content: first }) {
  let content = first;
  const said = h("div", { "aria-live": "polite" });
  const say = async (/** @type {Partial<Content>} */ what) => {
    content = { ...content, ...what };
    await app.change(id, what, { placed: true });
  };
  const refresh = async () => {
    content = (await app.store.get("observations", id))?.content ?? content;
    said.replaceChildren(measuredInWords(app, content));
  };
  refresh();
  return {
    refresh,
    body: [
      h(
        "section",
        { class: "stack" },
        said,
        h(
          "button",
          {
            type: "button",
            class: "button button--quiet button--block",
            onclick: () => here(app, say),
          },
          icon("here"),
          word("place.here"),
        ),
        mapButton(app, () => content, say),
      ),
      ...(app.sheet.stops.length > 0 ? [stopsOf(app.sheet.stops, content, say)] : []),
      h(
        "div",
        { class: "bar" },
        h(
          "button",
          {
            type: "button",
            class: "button button--large button--block",
            onclick: () => app.go(`record/${id}`),
          },
          word("done"),
        ),
      ),
    ],
  };
}

/**
 * @param {App} app
 * @param {Content} content
 */
function measuredInWords(app, content) {
  if (content.position)
    return notice("success", word("place.known"), h("p", {}, inWordsOf(content.position)));
  if (app.watch.search === "waiting" || app.watch.search === "found")
    return notice("info", word("place.searching"));
  return notice("warning", word("place.denied"), h("p", {}, word("place.denied.then")));
}

/**
 * @param {App} app
 * @param {(what: Partial<Content>) => Promise<void>} say
 */
async function here(app, say) {
  app.watch.start();
  const { best } = app.watch;
  if (best) await say({ position: best.position });
}

/**
 * @param {App} app
 * @param {() => Content} content
 * @param {(what: Partial<Content>) => Promise<void>} say
 */
function mapButton(app, content, say) {
  const frame = h("div", { class: "stack" });
  const open = async () => {
    button.setAttribute("aria-busy", "true");
    const { openMap } = await import("../map.js");
    await openMap(frame, {
      sheet: app.sheet,
      css: String(app.addresses.mapCss),
      token: app.walk.token,
      position: content().position ?? app.watch.best?.position ?? null,
      onplace: (position) => say({ position }),
    });
    button.remove();
  };
  const button = h(
    "button",
    { type: "button", class: "button button--quiet button--block", onclick: open },
    icon("map"),
    word("place.map"),
  );
  const asks =
    app.sheet.tiles?.url &&
    h("p", { class: "soft small" }, word("place.map.asks", { host: hostOf(app.sheet.tiles.url) }));
  frame.append(button, ...(asks ? [asks] : []));
  return frame;
}

/** @param {string} url */
function hostOf(url) {
  try {
    return new URL(url.replace(/[{}]/g, ""), location.href).host;
  } catch {
    return url;
  }
}

/**
 * @param {Stop[]} stops
 * @param {Content} content
 * @param {(what: Partial<Content>) => Promise<void>} say
 */
function stopsOf(stops, content, say) {
  const sides = sidesOf(content, say);
  sides.hidden = !content.next_stop;
  const choose = (/** @type {string | null} */ stop, /** @type {string | null} */ next) => {
    sides.hidden = !next;
    return say({ stop, next_stop: next });
  };
  const chosen = `${content.stop ?? ""}/${content.next_stop ?? ""}`;
  const one = (
    /** @type {string} */ text,
    /** @type {string | null} */ stop,
    /** @type {string | null} */ next,
  ) => radio("stop", `${stop ?? ""}/${next ?? ""}`, text, chosen, () => choose(stop, next));
  const between = stops.flatMap((stop, index) => {
    const next = stops[index + 1];
    const here_ = one(
      word("place.stop_named", { stop: stop.ordinal, name: stop.name }),
      stop.id,
      null,
    );
    if (!next) return [here_];
    const text = word("place.between", { stop: stop.ordinal, next: next.ordinal });
    return [here_, one(text, stop.id, next.id)];
  });
  return h(
    "fieldset",
    { class: "field" },
    h("legend", { class: "field__label" }, word("place.stops")),
    h("div", { class: "choices" }, one(word("place.no_stop"), null, null), ...between),
    sides,
  );
}

/**
 * @param {Content} content
 * @param {(what: Partial<Content>) => Promise<void>} say
 */
function sidesOf(content, say) {
  const chosen = content.side ?? "";
  const one = (/** @type {"left" | "right" | null} */ side) =>
    radio("side", side ?? "", word(`place.${side ?? "no_side"}`), chosen, () => say({ side }));
  return h(
    "fieldset",
    { class: "field" },
    h("legend", { class: "field__label" }, word("place.side")),
    h("div", { class: "choices choices--sides" }, one("left"), one("right"), one(null)),
  );
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} text
 * @param {string} chosen
 * @param {() => unknown} choose
 */
export function radio(name, value, text, chosen, choose) {
  const id = `${name}-${value || "none"}`;
  return h(
    "div",
    { class: "choice" },
    h("input", {
      type: "radio",
      class: "choice__input",
      id,
      name,
      value,
      checked: value === chosen,
      onchange: choose,
    }),
    h("label", { class: "choice__box", for: id }, text),
  );
}
