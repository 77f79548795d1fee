/**
 * What is to be sent next, and what an answer means. Nothing here touches network or memory.
 *
 * A delivery whose answer was not seen is sent again as it was, before any later change: so the
 * server, which may have kept it, answers the same again and no second copy is made.
 *
 * @typedef {import("./store.js").Observation} Observation
 * @typedef {import("./store.js").Photo} Photo
 * @typedef {import("./store.js").Attempt} Attempt
 * @typedef {import("./store.js").Refusal} Refusal
 * @typedef {import("./store.js").JoinedWalk} JoinedWalk
 * @typedef {{walk: JoinedWalk, observations: Observation[], photos: Photo[]}} Backlog
 * @typedef {{do: "deliver" | "withdraw", observation: Observation}
 *   | {do: "send" | "ask", photo: Photo}
 *   | {do: "profile", walk: JoinedWalk}} Act
 * @typedef {"draft" | "phone" | "sending" | "received" | "refused" | "leaving"} Standing
 */

export const SCHEMA = 1;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * The next thing to send of a walk, oldest first; undefined when there is nothing now.
 *
 * @param {Backlog} backlog
 * @param {number} now milliseconds since 1970
 * @param {Set<string>} [held] observations that somebody is writing in
 * @returns {Act | undefined}
 */
export function nextAct(backlog, now, held = new Set()) {
  return actsOf(backlog, held).find((act) => notBefore(act) <= now);
}

/**
 * When the next act is due, in milliseconds since 1970; undefined when nothing waits.
 *
 * @param {Backlog} backlog
 * @param {Set<string>} [held]
 * @returns {number | undefined}
 */
export function nextDue(backlog, held = new Set()) {
  const due = actsOf(backlog, held).map(notBefore);
  return due.length ? Math.min(...due) : undefined;
}

/**
 * @param {Backlog} backlog
 * @param {Set<string>} held
 * @returns {Act[]}
 */
function actsOf({ walk, observations, photos }, held) {
  if (walk.shut) return [];
  const oldestFirst = [...observations].sort((a, b) => a.made_at - b.made_at);
  return [
    ...oldestFirst.flatMap((one) => actsOfOne(one, photos, held)),
    ...(walk.profile && walk.profile.change > walk.profile.sent && !walk.profile.refusal
      ? [/** @type {Act} */ ({ do: "profile", walk })]
      : []),
  ];
}

/**
 * @param {Observation} observation
 * @param {Photo[]} photos
 * @param {Set<string>} held
 * @returns {Act[]}
 */
function actsOfOne(observation, photos, held) {
  if (observation.withdrawn) return [{ do: "withdraw", observation }];
  if (isChanged(observation) && !observation.refusal && !held.has(observation.id)) {
    return [{ do: "deliver", observation }];
  }
  return photos
    .filter((photo) => observation.acknowledged?.photos.includes(photo.id))
    .filter((photo) => photo.state === "waiting" || photo.state === "received")
    .map((photo) => ({ do: photo.state === "waiting" ? "send" : "ask", photo }));
}

/**
 * @param {Act} act
 * @returns {number}
 */
function notBefore(act) {
  if (act.do === "profile") return act.walk.profile?.not_before ?? 0;
  return "photo" in act ? act.photo.not_before : act.observation.not_before;
}

/**
 * Whether something of it has not been acknowledged; a draft is the person's own affair.
 *
 * @param {Observation} observation
 * @returns {boolean}
 */
export function isChanged(observation) {
  if (observation.kept_at === null) return false;
  return (
    observation.attempt !== null || observation.change > (observation.acknowledged?.change ?? 0)
  );
}

/**
 * Where an observation stands, photos included, in the words of the list.
 *
 * @param {Observation} observation
 * @param {Photo[]} photos those of this observation, at least
 * @param {string | null} [sending] the id of what is travelling now
 * @returns {Standing}
 */
export function standing(observation, photos, sending = null) {
  const own = photos.filter((photo) => observation.photos.includes(photo.id));
  if (observation.withdrawn) return "leaving";
  if (observation.kept_at === null) return "draft";
  if (observation.refusal || own.some((photo) => photo.state === "refused")) return "refused";
  if (sending === observation.id || own.some((photo) => photo.id === sending)) return "sending";
  const isWaiting = isChanged(observation) || own.some((photo) => photo.state === "waiting");
  return isWaiting ? "phone" : "received";
}

/**
 * The delivery of an observation as it is now.
 *
 * @param {Observation} observation
 * @param {Photo[]} photos
 * @returns {Record<string, any>}
 */
export function deliveryOf(observation, photos) {
  return {
    schema: SCHEMA,
    based_on: observation.acknowledged?.revision ?? null,
    ...observation.content,
    recorded_at: observation.recorded_at,
    clock_difference_ms: observation.clock_difference_ms,
    photos: observation.photos.flatMap((id) => {
      const photo = photos.find((one) => one.id === id);
      return photo ? [{ id, digest: photo.digest }] : [];
    }),
  };
}

/**
 * The observation after the server acknowledged this attempt.
 *
 * An acknowledgement of another digest is none: the attempt stays, to be sent again.
 *
 * @param {Observation} observation as it is now, perhaps changed meanwhile
 * @param {Attempt} attempt
 * @param {{revision: number, digest: string}} answer
 * @param {number} now
 * @returns {Observation}
 */
export function acknowledged(observation, attempt, answer, now) {
  if (answer.digest !== attempt.digest) return paused(observation, now);
  return {
    ...observation,
    attempt: null,
    refusal: null,
    tries: 0,
    not_before: 0,
    acknowledged: {
      change: attempt.change,
      revision: answer.revision,
      digest: answer.digest,
      photos: attempt.body.photos.map((/** @type {{id: string}} */ photo) => photo.id),
    },
  };
}

/**
 * The observation after the server refused this attempt. What was changed meanwhile is sent
 * without asking; otherwise it stays until the person mends it.
 *
 * @param {Observation} observation
 * @param {Attempt} attempt
 * @param {Refusal} refusal
 * @returns {Observation}
 */
export function refused(observation, attempt, refusal) {
  const isMended = observation.change > attempt.change;
  return {
    ...observation,
    attempt: null,
    tries: 0,
    not_before: 0,
    refusal: isMended ? null : refusal,
  };
}

/**
 * A thing that could not be sent, after a pause that doubles with every failure.
 *
 * @template {{tries: number, not_before: number}} T
 * @param {T} thing
 * @param {number} now
 * @param {number} [least] milliseconds to wait at least
 * @returns {T}
 */
export function paused(thing, now, least = 0) {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** thing.tries, LONGEST_PAUSE_MS);
  return { ...thing, tries: thing.tries + 1, not_before: now + Math.max(pause, least) };
}

/**
 * The observation once the person changed it: the next revision, sent as soon as it may.
 *
 * @param {Observation} observation
 * @param {Partial<import("./store.js").Content>} content
 * @returns {Observation}
 */
export function changed(observation, content) {
  return {
    ...observation,
    content: { ...observation.content, ...content },
    change: observation.change + 1,
    refusal: null,
    not_before: 0,
  };
}
