import { digestOf, digestOfDelivery } from "../../static/js/digest.js";

/**
 * The server as docs/architecture.md tells it, in memory: each observation once, revisions in
 * their order, tombstones, media only where an observation announces them.
 *
 * @typedef {{revision: number, digest: string, body: any, isWithdrawn: boolean}} Row
 * @typedef {{method: string, path: string, body: any, headers: Record<string, string>}} Asked
 */
export class ModelServer {
  constructor() {
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    /** @type {Map<string, string>} digests of what was received */
    this.media = new Map();
    /** @type {Map<string, any>} */
    this.errands = new Map();
  }

  /**
   * @param {Asked} asked
   * @returns {Promise<{status: number, body: any}>}
   */
  async answer({ method, path, body }) {
    const id = path.slice(path.lastIndexOf("/") + 1);
    if (path.startsWith("/api/photos/")) return this.photo(method, id, body);
    if (method === "POST" && id === "observations") return this.backlog(body);
    if (!path.includes("/observations/")) return this.errand(path, body);
    return method === "DELETE" ? this.withdraw(id) : this.deliver(id, body);
  }

  /** @param {{deliveries: any[]}} body */
  async backlog({ deliveries }) {
    const results = [];
    for (const { id, ...delivery } of deliveries) {
      const { status, body } = await this.deliver(id, delivery);
      results.push({ ...body, id, status });
    }
    return { status: 200, body: { results } };
  }

  /**
   * @param {string} id
   * @param {any} body
   */
  async deliver(id, body) {
    const digest = await digestOfDelivery(body);
    const row = this.rows.get(id);
    if (row?.isWithdrawn) return { status: 410, body: { code: "withdrawn" } };
    if (row && row.digest !== digest && body.based_on !== row.revision) {
      return { status: 409, body: { code: "observation-differs", stored: row } };
    }
    const isKept = row?.digest === digest;
    const revision = isKept ? row.revision : (row?.revision ?? 0) + 1;
    this.rows.set(id, { revision, digest, body, isWithdrawn: false });
    this.deleteMediaLeftOut();
    return { status: row ? 200 : 201, body: { revision, digest, state: "received" } };
  }

  /** @param {string} id */
  withdraw(id) {
    const row = this.rows.get(id);
    if (!row) return { status: 404, body: { code: "not-found" } };
    this.rows.set(id, { ...row, isWithdrawn: true, body: { photos: [] } });
    this.deleteMediaLeftOut();
    return { status: 204, body: null };
  }

  /**
   * @param {string} method
   * @param {string} id
   * @param {ArrayBuffer} bytes
   */
  async photo(method, id, bytes) {
    if (method === "GET") {
      const isThere = this.media.has(id);
      return isThere
        ? { status: 200, body: { state: "kept" } }
        : { status: 404, body: { code: "not-found" } };
    }
    const announced = [...this.rows.values()].flatMap((row) => row.body.photos);
    const owed = announced.find((one) => one.id === id);
    if (!owed) return { status: 409, body: { code: "photo-not-owed" } };
    const digest = await digestOf(bytes);
    if (digest !== owed.digest) return { status: 422, body: { code: "digest-differs" } };
    this.media.set(id, digest);
    return { status: 201, body: { state: "received" } };
  }

  /**
   * @param {string} path
   * @param {any} body
   */
  errand(path, body) {
    this.errands.set(path, body);
    return { status: 200, body: {} };
  }

  deleteMediaLeftOut() {
    const announced = [...this.rows.values()].flatMap((row) => row.body.photos);
    for (const id of this.media.keys()) {
      if (!announced.some((one) => one.id === id)) this.media.delete(id);
    }
  }
}
