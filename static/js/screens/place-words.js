import { stopOf } from "../method.js";
import { inWordsOf } from "../position.js";
import { word } from "../words.js";

/**
 * Where an observation is, in words: the measured place and the stop, as far as each is known.
 *
 * @param {any} sheet
 * @param {import("../store.js").Content} content
 * @param {import("../position.js").Watch} watch
 * @returns {string} empty when nothing is known
 */
export function placeInWords(sheet, content, watch) {
  const measured = content.position ? inWordsOf(content.position) : "";
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
