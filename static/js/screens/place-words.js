import { stopOf } from "../method.js";
import { metresTo } from "../next-stop.js";
import { ageOf, inWordsOf, rounded } from "../position.js";
import { word } from "../words.js";

const AT_M = 15;

/**
 * Where an observation is, in words: the measured place and the stop, as far as each is known.
 *
 * @param {any} sheet
 * @param {import("../store.js").Content} content
 * @param {import("../position.js").Watch} watch
 * @returns {string} empty when nothing is known
 */
export function placeInWords(sheet, content, watch) {
  const { position } = content;
  const measured = position ? inWordsOf(position, ageOf(position, watch.best)) : "";
  const parts = [stopInWords(sheet, content), measured].filter(Boolean);
  if (parts.length > 0) return parts.join(" · ");
  return watch.number !== undefined && watch.search === "waiting" ? word("place.searching") : "";
}

/**
 * @param {any} sheet
 * @param {Pick<import("../store.js").Content, "stop" | "next_stop" | "side">} content
 * @returns {string}
 */
export function stopInWords(sheet, content) {
  const [stop, next] = [stopOf(sheet, content.stop), stopOf(sheet, content.next_stop)];
  if (!stop) return "";
  if (!next) return word("place.stop", { stop: stop.ordinal });
  const between = word("place.between", { stop: stop.ordinal, next: next.ordinal });
  return content.side ? `${between}, ${word(`place.${content.side}`)}` : between;
}

/**
 * Which stop a measured place is at, or how far from it.
 *
 * @param {any} sheet
 * @param {import("../store.js").Position} position
 * @returns {string} empty where no stop has a place
 */
export function nearestInWords(sheet, position) {
  const far = (/** @type {import("../method.js").Stop} */ stop) =>
    metresTo(stop, position) ?? Number.POSITIVE_INFINITY;
  /** @type {import("../method.js").Stop[]} */
  const placed = sheet.stops.filter((/** @type {any} */ stop) => stop.position);
  const nearest = [...placed].sort((a, b) => far(a) - far(b))[0];
  if (!nearest) return "";
  const { ordinal: stop, name } = nearest;
  const metres = far(nearest);
  if (metres <= Math.max(AT_M, position.accuracy_m ?? 0))
    return word("place.stop_named", { stop, name });
  return word("place.near", { metres: rounded(metres), stop, name });
}
