import { newId } from "./ids.js";
import { changed } from "./outbox.js";

/**
 * What becomes of an observation on the phone, from the first tap on.
 *
 * @typedef {import("./store.js").Observation} Observation
 * @typedef {import("./store.js").Content} Content
 * @typedef {import("./store.js").Kind} Kind
 */

/** @type {Kind[]} */
export const KINDS = ["problem", "asset", "idea"];
const SOON_MS = 45_000;

/**
 * A draft: something was noticed here and now, and nothing is said yet but what kind it is.
 *
 * @param {Kind} kind
 * @param {string | null} theme
 * @param {import("./store.js").JoinedWalk} walk
 * @param {Date} [now]
 * @returns {Observation}
 */
export function draft(kind, theme, walk, now = new Date()) {
  return {
    id: newId(now.getTime()),
    walk_id: walk.id,
    made_at: now.getTime(),
    kept_at: null,
    recorded_at: withOffset(now),
    clock_difference_ms: walk.clock_difference_ms,
    content: {
      kind,
      theme,
      category: null,
      severity: null,
      affects: [],
      note: null,
      note_language: null,
      proposal: null,
      position: null,
      observer_position: null,
      stop: null,
      next_stop: null,
      side: null,
      place: null,
    },
    placed: false,
    photos: [],
    voice: null,
    change: 1,
    attempt: null,
    acknowledged: null,
    refusal: null,
    withdrawn: false,
    alone: false,
    tries: 0,
    not_before: 0,
  };
}

/**
 * The content after some of it was said anew; what no longer fits is taken away.
 *
 * @param {Content} content
 * @param {Partial<Content>} said
 * @returns {Partial<Content>}
 */
export function consistent(content, said) {
  const after = { ...content, ...said };
  return {
    ...said,
    ...(said.theme !== undefined && said.theme !== content.theme ? { category: null } : {}),
    ...(after.kind === "problem" ? {} : { severity: null }),
    ...(after.next_stop ? {} : { side: null }),
    place: after.position ? null : after.next_stop ? "between" : after.stop ? "stop" : null,
  };
}

/**
 * An observation that follows the phone's position: while it is a draft, and a little longer,
 * since the receiver needs longer than three taps. A place that the person chose stays.
 *
 * @param {Observation} observation
 * @param {import("./position.js").Fix} fix
 * @param {number} now
 * @returns {Observation | undefined} none when nothing gets better
 */
export function following(observation, fix, now) {
  if (observation.placed || now - (observation.kept_at ?? now) > SOON_MS) return undefined;
  const { position } = observation.content;
  if (position && !isMuchFiner(fix.position, position, observation)) return undefined;
  return changed(observation, consistent(observation.content, { position: fix.position }));
}

/**
 * @param {import("./store.js").Position} fresh
 * @param {import("./store.js").Position} kept
 * @param {Observation} observation
 */
function isMuchFiner(fresh, kept, observation) {
  const [now, before] = [fresh.accuracy_m ?? Number.POSITIVE_INFINITY, kept.accuracy_m ?? 0];
  return observation.kept_at === null ? now < before : now < before / 2 && before > 20;
}

/**
 * The first thing that is still open and quick to say, in the order in which it is asked.
 *
 * @param {Observation} observation
 * @param {string[]} skipped
 * @returns {"category" | "severity" | "affects" | undefined}
 */
export function nextQuestion({ content }, skipped) {
  const open = /** @type {const} */ ([
    ["category", content.theme !== null && content.category === null],
    ["severity", content.kind === "problem" && content.severity === null],
    ["affects", content.affects.length === 0],
  ]);
  return open.find(([name, isOpen]) => isOpen && !skipped.includes(name))?.[0];
}

/**
 * An instant as RFC 3339 with the phone's own offset.
 *
 * @param {Date} instant
 * @returns {string}
 */
export function withOffset(instant) {
  const east = -instant.getTimezoneOffset();
  const local = new Date(instant.getTime() + east * 60_000).toISOString().slice(0, 23);
  const two = (/** @type {number} */ number) => String(Math.floor(number)).padStart(2, "0");
  const size = Math.abs(east);
  return `${local}${east < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
}
