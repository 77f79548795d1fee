/**
 * Asks the server. The one place that knows about requests.
 *
 * @typedef {import("./store.js").Refusal} Refusal
 * @typedef {{status: number, body: any, clock_difference_ms: number | null}} Answer
 */

const PATIENCE_MS = 45_000;
const PATIENCE_WITH_PHOTO_MS = 240_000;

/** The server was not reached, or what answered was not Walks. */
export class Unreachable extends Error {}

/** The server said no, in words. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {Record<string, any>} problem
   */
  constructor(status, problem) {
    super(problem.title);
    this.status = status;
    this.problem = problem;
  }

  /** @returns {Refusal} */
  get refusal() {
    return refusalIn(this.problem);
  }
}

/**
 * What the phone keeps of a problem that the server told.
 *
 * @param {Record<string, any>} problem
 * @returns {Refusal}
 */
export function refusalIn({ code = "", title = "", detail = "", stored }) {
  return { code, title, detail, ...(stored ? { stored } : {}) };
}

/**
 * Sends one request and reads its answer.
 *
 * @param {string} method
 * @param {string} path
 * @param {{token?: string, json?: unknown, bytes?: ArrayBuffer, headers?: Record<string, string>}} [what]
 * @returns {Promise<Answer>}
 * @throws {Unreachable | Refused}
 */
export async function ask(method, path, { token, json, bytes, headers = {} } = {}) {
  const began = Date.now();
  const { response, body } = await reach(path, {
    method,
    body: json === undefined ? (bytes ?? null) : JSON.stringify(json),
    headers: {
      Accept: "application/json",
      ...(json === undefined ? {} : { "Content-Type": "application/json" }),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
  });
  if (!response.ok) throw new Refused(response.status, body);
  return { status: response.status, body, clock_difference_ms: clockDifference(response, began) };
}

/**
 * A file that the server keeps for whoever holds this token.
 *
 * @param {string} path
 * @param {string} token
 * @returns {Promise<Blob>}
 * @throws {Unreachable | Refused}
 */
export async function fetchFile(path, token) {
  const request = { headers: { Authorization: `Bearer ${token}` } };
  const read = (/** @type {Response} */ one) => (one.ok ? one.blob() : one.json());
  const { response, body } = await reach(path, request, read);
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

/**
 * Sends a request and hears the whole answer: one that stops in its middle is none either.
 *
 * @param {string} path
 * @param {RequestInit} request
 * @param {(response: Response) => Promise<any>} [read]
 * @returns {Promise<{response: Response, body: any}>}
 */
async function reach(path, request, read = (response) => response.json()) {
  const patience = new AbortController();
  const isPhoto = request.body instanceof ArrayBuffer;
  const timer = setTimeout(() => patience.abort(), isPhoto ? PATIENCE_WITH_PHOTO_MS : PATIENCE_MS);
  try {
    const with_ = { ...request, signal: patience.signal, cache: /** @type {const} */ ("no-store") };
    const response = await fetch(path, with_);
    return { response, body: response.status === 204 ? null : await read(response) };
  } catch (error) {
    throw new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * How far the phone's clock is ahead of the server's, to about a second.
 *
 * @param {Response} response
 * @param {number} began when the request was sent, by the phone
 * @returns {number | null} milliseconds
 */
function clockDifference(response, began) {
  const told = Date.parse(response.headers.get("Date") ?? "");
  return Number.isNaN(told) ? null : Math.round((began + Date.now()) / 2) - told - 500;
}
