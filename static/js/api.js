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
  const response = await reach(path, {
    method,
    body: json === undefined ? (bytes ?? null) : JSON.stringify(json),
    headers: {
      Accept: "application/json",
      ...(json === undefined ? {} : { "Content-Type": "application/json" }),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
  });
  const body = await bodyOf(response);
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
  const response = await reach(path, { headers: { Authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Refused(response.status, await bodyOf(response));
  return response.blob();
}

/**
 * @param {string} path
 * @param {RequestInit} request
 * @returns {Promise<Response>}
 */
async function reach(path, request) {
  const patience = new AbortController();
  const isPhoto = request.body instanceof ArrayBuffer;
  const timer = setTimeout(() => patience.abort(), isPhoto ? PATIENCE_WITH_PHOTO_MS : PATIENCE_MS);
  try {
    return await fetch(path, { ...request, signal: patience.signal, cache: "no-store" });
  } catch (error) {
    throw new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Response} response
 * @returns {Promise<any>}
 */
async function bodyOf(response) {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch (error) {
    throw new Unreachable(`${response.status}: ${error}`);
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
