import { h, icon, notice } from "../dom.js";
import { ageOf, inWordsOf, isRough, metresBetween, rounded } from "../position.js";
import { word } from "../words.js";
import { nearestInWords } from "./place-words.js";

/**
 * Where it is: here, on the map, or at a stop. Nobody needs the map.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Observation} Observation
 * @typedef {import("../store.js").Content} Content
 * @typedef {import("../method.js").Stop} Stop
 * @typedef {import("../position.js").Spot} Spot
 */

/**
 * @param {App} app
 * @param {Observation} observation
 */
export function place(app, { id, content: first }) {
  let content = first;
  let isAwaited = false;
  const said = h("div", { "aria-live": "polite" });
  const say = async (/** @type {Partial<Content>} */ what, placed = true) => {
    content = { ...content, ...what };
    await app.change(id, what, { placed });
  };
  const here = async () => {
    app.watch.start();
    const { best } = app.watch;
    isAwaited = best === null;
    if (best) await say({ position: best.position, observer_position: null }, false);
    else await refresh();
  };
  const maps = mapButtons(app, () => content, say);
  let shown = "";
  /** @returns {Promise<void>} */
  const refresh = async () => {
    if (isAwaited && app.watch.best) return here();
    content = (await app.store.get("observations", id))?.content ?? content;
    maps.refresh();
    const words = measuredInWords(app, content, isAwaited);
    // Nothing is said again that was said already.
    if (words.textContent !== shown) said.replaceChildren(words);
    shown = words.textContent ?? "";
  };
  refresh();
  const growingOld = setInterval(refresh, 15_000);
  return {
    refresh,
    leave: () => clearInterval(growingOld),
    body: [
      h("section", { class: "stack" }, said, hereButton(here), maps.node),
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

/** @param {() => unknown} here */
function hereButton(here) {
  return h(
    "button",
    { type: "button", class: "button button--quiet button--block", id: "here", onclick: here },
    icon("here"),
    word("place.here"),
  );
}

/**
 * @param {App} app
 * @param {Content} content
 * @param {boolean} isAwaited whether the person asked for where they are now
 */
function measuredInWords({ sheet, watch }, { position, observer_position: observer }, isAwaited) {
  const isSearching = watch.search === "waiting" || watch.search === "found";
  if (isAwaited && isSearching) return notice("info", word("place.searching"));
  if (position) {
    const age = ageOf(position, watch.best);
    const lines = [
      inWordsOf(position, age),
      nearestInWords(sheet, position),
      observer && word("place.apart", { metres: rounded(metresBetween(observer, position)) }),
      isRough(position, age) && word("place.rough.then"),
    ].filter(Boolean);
    const isPoor = isRough(position, age);
    return notice(
      isPoor ? "warning" : "success",
      word(isPoor ? "place.rough" : "place.known"),
      ...lines.map((line) => h("p", {}, line)),
    );
  }
  const said = word(isSearching ? "place.searching" : "place.denied");
  const then = h("p", {}, word("place.denied.then"));
  return notice(isSearching ? "info" : "warning", said, then);
}

/**
 * The map, on which a pin says where it is. Whoever stands somewhere else may keep both points.
 *
 * @param {App} app
 * @param {() => Content} content
 * @param {(what: Partial<Content>) => Promise<void>} say
 */
function mapButtons(app, content, say) {
  const frame = h("div", { class: "stack" });
  const open = async (/** @type {Event} */ event, /** @type {Spot | null} */ observer) => {
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    button.setAttribute("aria-busy", "true");
    const { openMap } = await import("../map.js");
    await openMap(frame, {
      sheet: app.sheet,
      css: String(app.addresses.mapCss),
      token: app.walk.token,
      position: content().position ?? app.watch.best?.position ?? null,
      observer: /** @type {any} */ (observer),
      onplace: (position) =>
        say({ position, observer_position: /** @type {any} */ (observer ?? null) }),
    });
    /** @type {HTMLElement | null} */ (frame.querySelector(".map-pin"))?.focus();
  };
  const button = (
    /** @type {string} */ sign,
    /** @type {string} */ text,
    /** @type {() => Spot | null} */ observer,
  ) =>
    h(
      "button",
      {
        type: "button",
        class: "button button--quiet button--block",
        onclick: (event) => open(event, observer()),
      },
      icon(sign),
      word(text),
    );
  const standing = () => standpoint(app.watch.best);
  const there = button("pin", "place.there", standing);
  frame.append(
    button("map", "place.map", () => null),
    there,
    ...asksWhom(app.sheet.tiles),
  );
  const refresh = () => {
    there.hidden = standing() === null;
  };
  refresh();
  return { node: frame, refresh };
}

/**
 * Where the person stands, as it is kept beside what they show.
 *
 * @param {import("../position.js").Fix | null} best
 * @returns {Spot | null}
 */
function standpoint(best) {
  if (!best) return null;
  const { longitude, latitude, accuracy_m } = best.position;
  return { longitude, latitude, accuracy_m };
}

/** @param {{url: string | null} | null} tiles */
function asksWhom(tiles) {
  if (!tiles?.url) return [];
  return [h("p", { class: "soft small" }, word("place.map.asks", { host: hostOf(tiles.url) }))];
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
