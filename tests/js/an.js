import { changed } from "../../static/js/outbox.js";
import { draft } from "../../static/js/recording.js";

/**
 * Test data as sentences.
 *
 * @typedef {import("../../static/js/store.js").Observation} Observation
 * @typedef {import("../../static/js/store.js").Media} Media
 * @typedef {import("../../static/js/store.js").JoinedWalk} JoinedWalk
 */

export const NOON = Date.UTC(2026, 10, 21, 11);

/**
 * @param {Partial<JoinedWalk>} [values]
 * @returns {JoinedWalk}
 */
export function aWalk(values = {}) {
  return {
    id: "018f0000-0000-7000-8000-000000000001",
    code: "FHKLMP",
    token: "secret",
    participant_id: "018f0000-0000-7000-8000-000000000002",
    receipt: null,
    sheet: null,
    clock_difference_ms: 0,
    shut: null,
    ...values,
  };
}

/**
 * @param {Partial<Observation>} [values]
 * @returns {Observation}
 */
export function aDraft(values = {}) {
  return { ...draft("problem", "footway", aWalk(), new Date(NOON)), ...values };
}

/**
 * @param {Partial<Observation>} [values]
 * @returns {Observation}
 */
export function aKeptObservation(values = {}) {
  return aDraft({ kept_at: NOON, ...values });
}

/**
 * An observation that the server acknowledged as it is now.
 *
 * @param {Partial<Observation>} [values]
 * @returns {Observation}
 */
export function aReceivedObservation(values = {}) {
  const kept = aKeptObservation(values);
  const acknowledged = { change: kept.change, revision: 1, digest: "d1", media: kept.photos };
  return { ...kept, acknowledged };
}

/**
 * @param {Observation} observation
 * @param {Partial<import("../../static/js/store.js").Content>} content
 */
export function afterSaying(observation, content) {
  return changed(observation, content);
}

/**
 * @param {Partial<Media>} [values]
 * @returns {Media}
 */
export function aPhoto(values = {}) {
  return {
    id: "018f0000-0000-7000-8000-00000000000a",
    observation_id: "",
    walk_id: aWalk().id,
    medium: "photo",
    type: "image/jpeg",
    size: 3,
    seconds: null,
    digest: "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81",
    state: "waiting",
    detail: "",
    kept_at: null,
    tries: 0,
    not_before: 0,
    ...values,
  };
}

/**
 * The bytes of `aPhoto`.
 *
 * @param {Media} [photo]
 * @returns {import("../../static/js/store.js").Bytes}
 */
export function bytesOf(photo = aPhoto()) {
  return { id: photo.id, walk_id: photo.walk_id, bytes: new Uint8Array([1, 2, 3]).buffer };
}

/**
 * @param {Partial<import("../../static/js/store.js").Errand>} [values]
 * @returns {import("../../static/js/store.js").Errand}
 */
export function anErrand(values = {}) {
  const { id } = aWalk();
  return {
    id: `${id}:profile`,
    walk_id: id,
    name: "profile",
    method: "PUT",
    path: `/api/walks/${id}/profile`,
    json: { gender: "woman" },
    change: 1,
    sent: 0,
    refusal: null,
    tries: 0,
    not_before: 0,
    ...values,
  };
}
