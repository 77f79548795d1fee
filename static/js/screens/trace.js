import { announce, h, icon, notice, redraw, wayBack } from "../dom.js";
import { isWaiting } from "../outbox.js";
import { CORRIDOR_M, ENDS_M, traceOf } from "../trace.js";
import { tracingOf } from "../tracing.js";
import { remembered } from "../walk-memory.js";
import { both, word } from "../words.js";
import { drawingOf } from "./trace-drawing.js";

/**
 * Where I walked: agreed to, looked at, sent, deleted.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../trace.js").Trace} Trace
 * @typedef {import("../store.js").Errand | undefined} Told
 */

/**
 * @param {App} app
 * @returns {Promise<import("./index.js").Screen>}
 */
export async function trace(app) {
  const tracing = tracingOf(app);
  const heading = h("h1", { tabindex: -1 }, word("trace.title"));
  const body = h("div", { class: "stack stack--loose" });
  const box = agreement(async (yes) => {
    if (yes) await tracing.agree(true);
    else await deleteAll(app);
    await refresh();
  });
  const refresh = async () => {
    box.input.checked = Boolean(await remembered(app, "trace-agreed"));
    const parts = [...noting(app, box.input.checked), ...(await found(app, refresh))];
    redraw(body, parts, heading);
  };
  tracing.addEventListener("change", refresh);
  await refresh();
  return {
    title: word("trace.title"),
    refresh,
    leave: () => tracing.removeEventListener("change", refresh),
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      wayBack("#you", word("home.you")),
      heading,
      ...(app.sheet.itinerary
        ? [...whatIsKept(app), box.node, body]
        : [notice("info", word("trace.no_itinerary"))]),
    ),
  };
}

/** @param {App} app */
function whatIsKept(app) {
  const point = (
    /** @type {string} */ sign,
    /** @type {string} */ key,
    /** @type {Record<string, number>} */ values = {},
  ) => h("li", {}, icon(sign), h("span", {}, both(key, values)));
  const days = app.sheet.limits.keep_traces_days;
  return [
    h(
      "ul",
      { class: "consent", role: "list" },
      point("here", "trace.what"),
      point("lock", "trace.kept", { corridor: CORRIDOR_M, ends: ENDS_M }),
      point("delete", "trace.how_long", { days }),
    ),
  ];
}

/** @param {(yes: boolean) => unknown} change */
function agreement(change) {
  const input = h("input", {
    type: "checkbox",
    class: "choice__input",
    id: "trace-agreed",
    onchange: () => change(input.checked),
  });
  const label = h("label", { class: "choice__box", for: "trace-agreed" }, both("trace.agree"));
  return { input, node: h("div", { class: "choice" }, input, label) };
}

/**
 * Whether this phone notes the way now.
 *
 * @param {App} app
 * @param {boolean} isAgreed
 */
function noting(app, isAgreed) {
  if (!isAgreed) return [];
  const tracing = tracingOf(app);
  if (tracing.isDenied) return [notice("warning", word("place.denied"))];
  if (tracing.isOn) return [notice("info", word("trace.on"))];
  const isToCome = ["enrolling", "live"].includes(app.sheet.walk.state);
  return [notice("info", word(isToCome ? "trace.waits" : "trace.over"))];
}

/**
 * What was noted and what became of it.
 *
 * @param {App} app
 * @param {() => unknown} refresh
 */
async function found(app, refresh) {
  const told = await app.errandOf("trace");
  const way = await tracingOf(app).way();
  const isSent = told?.method === "PUT" && !told.refusal;
  const left = traceOf(way, app.sheet.itinerary.coordinates);
  const isNew = !isSent || JSON.stringify(told.json.lines) !== JSON.stringify(left.lines);
  const forget = async () => {
    await deleteAll(app);
    announce(word("trace.deleted"));
    await refresh();
  };
  return [
    ...(!told || isWaiting(told) || told.method === "PUT" || way.length === 0
      ? whatBecameOfIt(told)
      : []),
    ...(way.length > 0 && isNew ? preview(app, left) : []),
    ...(isSent && !isNew ? [h("div", {}, drawingOf(app.sheet, left.lines)), inWords(left)] : []),
    ...(isSent || way.length > 0 ? [deleteButton(forget)] : []),
  ];
}

/** @param {Told} told */
function whatBecameOfIt(told) {
  if (!told) return [];
  if (told.refusal) return [notice("error", told.refusal.title, h("p", {}, told.refusal.detail))];
  const name = told.method === "PUT" ? "trace.sent" : "trace.deleted";
  return [
    notice(isWaiting(told) ? "info" : "success", word(isWaiting(told) ? `${name}.waits` : name)),
  ];
}

/**
 * @param {App} app
 * @param {Trace} left
 */
function preview(app, left) {
  const title = h("h2", { tabindex: -1 }, word("trace.preview"));
  if (left.empty)
    return [h("section", { class: "stack" }, title, h("p", {}, word(`trace.empty.${left.empty}`)))];
  const send = () => app.errand("trace", "PUT", "/trace", { lines: left.lines, agreed: true });
  return [
    h(
      "section",
      { class: "stack" },
      title,
      drawingOf(app.sheet, left.lines),
      inWords(left),
      h(
        "button",
        {
          type: "button",
          class: "button button--large button--block",
          id: "send-trace",
          onclick: send,
        },
        icon("send"),
        word("trace.send"),
      ),
    ),
  ];
}

/** @param {Trace} left */
function inWords({ lines, length_m }) {
  return h(
    "p",
    {},
    word("trace.length", { metres: Math.round(length_m / 10) * 10, count: lines.length }),
  );
}

/** @param {() => unknown} forget */
function deleteButton(forget) {
  return h(
    "button",
    {
      type: "button",
      class: "button button--quiet button--block",
      id: "delete-trace",
      onclick: forget,
    },
    icon("delete"),
    word("trace.delete"),
  );
}

/**
 * Deletes the way here and, if it was ever told, at the server; noting ends.
 *
 * @param {App} app
 */
async function deleteAll(app) {
  await tracingOf(app).agree(false);
  if (await app.errandOf("trace")) await app.errand("trace", "DELETE", "/trace", null);
}
