import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Runs several actors so that one of them moves at a time, in an order that is decided from
 * outside. Everything that is of consequence, such as a transaction or a request, waits at a gate
 * before it is done; the schedule opens one gate after the other.
 *
 * @typedef {{actor: string, options: string[], open: (option: string) => void, yields: boolean}} Gate
 * @typedef {{chosen: number, among: string[]}} Step
 */

const RUNAWAY = 2_000;

export class Schedule {
  /** @param {number[]} decisions what to choose at the first steps; later ones take the first */
  constructor(decisions) {
    this.decisions = decisions;
    /** @type {Step[]} */
    this.steps = [];
    /** @type {Map<string, Gate>} */
    this.gates = new Map();
    /** @type {Set<string>} */
    this.dead = new Set();
    /** @type {unknown[]} */
    this.faults = [];
    this.actors = new AsyncLocalStorage();
    this.running = 0;
    this.current = "";
    this.isOver = false;
    this.allWait = () => {};
  }

  /** The name of whoever is moving. */
  get actor() {
    return String(this.actors.getStore() ?? "");
  }

  /**
   * Lets an actor begin; its name is its own.
   *
   * @param {string} name
   * @param {() => Promise<unknown>} work
   */
  begin(name, work) {
    this.running += 1;
    const ended = this.actors.run(name, work);
    ended
      .catch((/** @type {unknown} */ fault) => this.faults.push(fault))
      .then(() => this.settle());
  }

  /**
   * Waits until the schedule lets whoever asks go on, and says in which way.
   *
   * @param {string[]} options the harmless one first
   * @param {{yields?: boolean}} [how] `yields`: let others go first
   * @returns {Promise<string>}
   */
  async gate(options, { yields = false } = {}) {
    const { actor } = this;
    if (this.isOver || actor === "") return String(options[0]);
    const opened = new Promise((open) => {
      this.gates.set(actor, { actor, options, open, yields });
    });
    this.settle();
    return /** @type {Promise<string>} */ (opened);
  }

  settle() {
    this.running -= 1;
    if (this.running === 0) this.allWait();
  }

  /** @param {string} actor which does nothing more, as a page that was closed */
  kill(actor) {
    this.dead.add(actor);
  }

  /** Opens gates until all actors have ended. */
  async run() {
    for (;;) {
      if (this.running > 0) await new Promise((done) => Object.assign(this, { allWait: done }));
      const choices = this.choices();
      if (this.faults.length > 0) throw this.faults[0];
      if (choices.length === 0) break;
      if (this.steps.length > RUNAWAY) throw new Error("It does not come to an end.");
      this.take(choices);
    }
    this.isOver = true;
  }

  /** @returns {{gate: Gate, option: string}[]} the one that is taken without a decision first */
  choices() {
    const waiting = [...this.gates.values()].filter((gate) => !this.dead.has(gate.actor));
    const rank = (/** @type {Gate} */ gate) =>
      gate.yields ? 2 : gate.actor === this.current ? 0 : 1;
    waiting.sort((a, b) => rank(a) - rank(b));
    const first = waiting.map((gate) => ({ gate, option: String(gate.options[0]) }));
    const others = waiting.flatMap((gate) =>
      gate.options.slice(1).map((option) => ({ gate, option })),
    );
    return [...first, ...others];
  }

  /** @param {{gate: Gate, option: string}[]} choices */
  take(choices) {
    const chosen = this.decisions[this.steps.length] ?? 0;
    const taken = choices[chosen];
    if (!taken) throw new Error("The same decisions led elsewhere.");
    this.steps.push({
      chosen,
      among: choices.map(({ gate, option }) => `${gate.actor}: ${option}`),
    });
    this.current = taken.gate.actor;
    this.gates.delete(taken.gate.actor);
    this.running += 1;
    taken.gate.open(taken.option);
  }

  /** What was done, one step a line. */
  told() {
    return this.steps.map(({ chosen, among }) => among[chosen]).join("\n");
  }
}

/**
 * Every schedule that departs from the first choice so often at most.
 *
 * @param {number} bound
 * @param {(schedule: Schedule) => Promise<void>} world runs once, and throws where it finds a fault
 * @param {(runs: number) => boolean} [goesOn] asked before each run
 * @returns {Promise<number>} how many runs there were
 */
export async function explore(bound, world, goesOn = () => true) {
  /** @type {number[][]} */
  const open = [[]];
  let runs = 0;
  for (let at = 0; at < open.length && goesOn(runs); at += 1) {
    const decisions = open[at] ?? [];
    const schedule = new Schedule(decisions);
    await world(schedule).catch((fault) => {
      fault.message += `\nAfter these steps:\n${schedule.told()}`;
      throw fault;
    });
    runs += 1;
    open[at] = [];
    if (decisions.filter(Boolean).length < bound) open.push(...departures(schedule, decisions));
  }
  return runs;
}

/**
 * @param {Schedule} schedule
 * @param {number[]} decisions
 */
function departures({ steps }, decisions) {
  const taken = steps.map(({ chosen }) => chosen);
  return steps.flatMap(({ among }, at) =>
    at < decisions.length
      ? []
      : among.slice(1).map((_, other) => [...taken.slice(0, at), other + 1]),
  );
}
