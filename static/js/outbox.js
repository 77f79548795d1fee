/**
 * What is to be sent next, and what an answer means. Nothing here touches network or memory.
 *
 * A delivery whose answer was not seen is sent again as it was, before any later change: so the
 * server, which may have kept it, answers the same again and no second copy is made.
 *
 * Words travel before pictures and sound: they are small, and they are what may not be lost. Several
 * observations travel together, up to BACKLOG of them, and each is answered for itself.
 *
 * @typedef {import("./store.js").Observation} Observation
 * @typedef {import("./store.js").Media} Media
 * @typedef {import("./store.js").Errand} Errand
 * @typedef {import("./store.js").Attempt} Attempt
 * @typedef {import("./store.js").Refusal} Refusal
 * @typedef {import("./store.js").JoinedWalk} JoinedWalk
 * @typedef {{walk: JoinedWalk, observations: Observation[], media: Media[], errands: Errand[]}} Backlog
 * @typedef {{do: "deliver", observations: Observation[]}
 *   | {do: "withdraw", observation: Observation}
 *   | {do: "send" | "ask", media: Media}
 *   | {do: "errand", errand: Errand}} Act
 * @typedef {"draft" | "phone" | "sending" | "received" | "refused" | "leaving"} Standing
 */

export const SCHEMA = 1;
export const BACKLOG = 25;
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
  const due = actsOf(backlog, held).filter((act) => notBefore(act) <= now);
  const [first] = due;
  if (first?.do !== "deliver") return first;
  const together = due.flatMap((act) => (act.do === "deliver" ? act.observations : []));
  const [oldest] = first.observations;
  if (oldest?.alone) return first;
  return { do: "deliver", observations: together.filter((one) => !one.alone).slice(0, BACKLOG) };
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
 * Everything that is to be done, each observation for itself, in the order in which it is done.
 *
 * @param {Backlog} backlog
 * @param {Set<string>} held
 * @returns {Act[]}
 */
function actsOf({ walk, observations, media, errands }, held) {
  if (walk.shut) return [];
  const oldestFirst = [...observations].sort((a, b) => a.made_at - b.made_at);
  return [
    ...oldestFirst.flatMap((one) => wordsOf(one, held)),
    ...errands.filter(isWaiting).map((errand) => /** @type {Act} */ ({ do: "errand", errand })),
    ...oldestFirst.flatMap((one) => mediaOf(one, media, "waiting", "send")),
    ...oldestFirst.flatMap((one) => mediaOf(one, media, "received", "ask")),
  ];
}

/**
 * @param {Observation} observation
 * @param {Set<string>} held
 * @returns {Act[]}
 */
function wordsOf(observation, held) {
  if (observation.withdrawn) return [{ do: "withdraw", observation }];
  const waits = isChanged(observation) && !observation.refusal && !held.has(observation.id);
  return waits ? [{ do: "deliver", observations: [observation] }] : [];
}

/**
 * @param {Observation} observation
 * @param {Media[]} media
 * @param {Media["state"]} state
 * @param {"send" | "ask"} what
 * @returns {Act[]}
 */
function mediaOf(observation, media, state, what) {
  if (observation.withdrawn) return [];
  return media
    .filter((one) => one.state === state && observation.acknowledged?.media.includes(one.id))
    .map((one) => ({ do: what, media: one }));
}

/** @param {Act} act */
function notBefore(act) {
  if (act.do === "deliver") return act.observations[0]?.not_before ?? 0;
  if (act.do === "errand") return act.errand.not_before;
  return act.do === "withdraw" ? act.observation.not_before : act.media.not_before;
}

/**
 * Whether the server has not confirmed what was said last.
 *
 * @param {Errand} errand
 * @returns {boolean}
 */
export function isWaiting(errand) {
  return errand.change > errand.sent && !errand.refusal;
}

/**
 * Something small that the server is to know.
 *
 * @param {string} walkId
 * @param {string} name
 * @param {Errand["method"]} method
 * @param {string} path behind the walk's own address, such as "/profile"
 * @param {unknown} json
 * @returns {Errand}
 */
export function errandTo(walkId, name, method, path, json) {
  return {
    id: `${walkId}:${name}`,
    walk_id: walkId,
    name,
    method,
    path: `/api/walks/${walkId}${path}`,
    json,
    change: 1,
    sent: 0,
    refusal: null,
    tries: 0,
    not_before: 0,
  };
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
 * Where an observation stands, photos and voice note included, in the words of the list.
 *
 * @param {Observation} observation
 * @param {Media[]} media those of this observation, at least
 * @param {Set<string>} [sending] ids of what is travelling now
 * @returns {Standing}
 */
export function standing(observation, media, sending = new Set()) {
  const own = mediaIn(observation, media);
  if (observation.withdrawn) return "leaving";
  if (observation.kept_at === null) return "draft";
  if (observation.refusal || own.some((one) => one.state === "refused")) return "refused";
  if ([observation, ...own].some((one) => sending.has(one.id))) return "sending";
  const waits = isChanged(observation) || own.some((one) => one.state === "waiting");
  return waits ? "phone" : "received";
}

/**
 * The media of an observation: its photos in their order, then its voice note.
 *
 * @param {Observation} observation
 * @param {Media[]} media
 * @returns {Media[]}
 */
export function mediaIn(observation, media) {
  return [...observation.photos, observation.voice].flatMap(
    (id) => media.find((one) => one.id === id) ?? [],
  );
}

/**
 * The delivery of an observation as it is now.
 *
 * @param {Observation} observation
 * @param {Media[]} media
 * @returns {Record<string, any>}
 */
export function deliveryOf(observation, media) {
  const announced = (/** @type {Media["medium"]} */ medium) =>
    mediaIn(observation, media).flatMap((one) =>
      one.medium === medium ? [{ id: one.id, digest: one.digest }] : [],
    );
  return {
    schema: SCHEMA,
    based_on: observation.acknowledged?.revision ?? null,
    ...observation.content,
    recorded_at: observation.recorded_at,
    clock_difference_ms: observation.clock_difference_ms,
    photos: announced("photo"),
    ...(observation.voice ? { voice: announced("voice")[0] } : {}),
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
    alone: false,
    tries: 0,
    not_before: 0,
    acknowledged: {
      change: attempt.change,
      revision: answer.revision,
      digest: answer.digest,
      media: [...attempt.body.photos, ...(attempt.body.voice ? [attempt.body.voice] : [])].map(
        (/** @type {{id: string}} */ one) => one.id,
      ),
    },
  };
}

/**
 * The observation after the server refused this attempt. What was changed meanwhile is sent
 * without asking; otherwise it stays until the person mends it. What differs only because a
 * facilitator loaded this phone's own rescue file is acknowledged.
 *
 * @param {Observation} observation
 * @param {Attempt} attempt
 * @param {Refusal} refusal
 * @returns {Observation}
 */
export function refused(observation, attempt, refusal) {
  const { rescued } = observation;
  if (rescued && refusal.stored?.digest === rescued.digest) {
    return acknowledged(observation, rescued, refusal.stored, Date.now());
  }
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
