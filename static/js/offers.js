import { changed } from "./outbox.js";
import { metresBetween } from "./position.js";
import { consistent } from "./recording.js";

/**
 * What a photo from the gallery proposes for its observation: another time, another place. The
 * person decides; until then nothing of it is used.
 *
 * @typedef {import("./store.js").Observation} Observation
 * @typedef {import("./exif.js").Told} Told
 */

const FAR_M = 100;
const SOON_MS = 10 * 60_000;

/**
 * The part of what a photo told that differs from what the observation says already.
 *
 * @param {Observation} observation
 * @param {Told} told
 * @param {number} now milliseconds since 1970
 * @returns {Told | null} null when there is nothing to decide
 */
export function offerOf({ recorded_at, content }, { at, spot }, now) {
  const instant = Date.parse(at ?? "");
  const isPast = instant <= now + SOON_MS;
  const isOther = Math.abs(instant - Date.parse(recorded_at)) > SOON_MS;
  const offer = {
    at: isPast && isOther ? at : null,
    spot: spot && isFar(spot, content.position) ? spot : null,
  };
  return offer.at || offer.spot ? offer : null;
}

/**
 * The observation with what the photo proposed.
 *
 * @param {Observation} observation
 * @param {Told} offer
 * @returns {Observation}
 */
export function taken(observation, { at, spot }) {
  const position = spot && { ...spot, accuracy_m: null, source: /** @type {const} */ ("photo") };
  const said = position ? { position, observer_position: null } : {};
  return {
    ...changed(observation, consistent(observation.content, said)),
    ...(at ? { recorded_at: at } : {}),
    ...(position ? { placed: true } : {}),
  };
}

/**
 * @param {import("./exif.js").Spot} spot
 * @param {import("./store.js").Position | null} position
 */
function isFar(spot, position) {
  return position === null || metresBetween(spot, position) > FAR_M;
}
