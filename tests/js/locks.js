/**
 * The part of the Web Locks API that the outbox uses: exclusive locks, at once or in turn, let go
 * of when the work ends, or when the page of whoever holds one is closed.
 *
 * @typedef {{owner: string, name: string}} Held
 */
export class Locks {
  /** @param {() => string} ownerNow */
  constructor(ownerNow) {
    this.ownerNow = ownerNow;
    /** @type {Map<string, Held>} */
    this.held = new Map();
    /** @type {{name: string, take: () => void}[]} */
    this.waiting = [];
  }

  /**
   * @template T
   * @param {string} name
   * @param {{ifAvailable?: boolean}} options
   * @param {(lock: {name: string} | null) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async request(name, { ifAvailable = false }, work) {
    if (this.held.has(name)) {
      if (ifAvailable) return work(null);
      await new Promise((take) => this.waiting.push({ name, take: () => take(null) }));
    }
    const mine = { owner: this.ownerNow(), name };
    this.held.set(name, mine);
    try {
      return await work({ name });
    } finally {
      if (this.held.get(name) === mine) this.free(name);
    }
  }

  /** @param {string} owner whose page was closed */
  release(owner) {
    for (const { owner: holder, name } of [...this.held.values()]) {
      if (holder === owner) this.free(name);
    }
  }

  /** @param {string} name */
  free(name) {
    this.held.delete(name);
    const next = this.waiting.findIndex((one) => one.name === name);
    if (next >= 0) this.waiting.splice(next, 1)[0]?.take();
  }
}
