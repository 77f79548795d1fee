import { spoken } from "./words.js";

/**
 * Days as people say them.
 */

const A_DAY_MS = 86_400_000;
const NAMED = 7; // days that are told by how long ago they are

/**
 * A day seen from another one: "today", "yesterday", "3 days ago", else its date.
 *
 * @param {number} instant milliseconds since 1970
 * @param {number} now
 * @returns {string}
 */
export function dayOf(instant, now) {
  const days = Math.round((midnight(instant) - midnight(now)) / A_DAY_MS);
  const language = spoken() === "en" ? "en-GB" : `${spoken()}-BE`;
  const locale = `${language}-u-nu-latn`;
  if (Math.abs(days) > NAMED)
    return new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(instant);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
}

/** @param {number} instant */
function midnight(instant) {
  return new Date(instant).setHours(0, 0, 0, 0);
}
