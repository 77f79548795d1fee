import { sendWaiting } from "./background.js";

/**
 * Keeps the walk's page on the phone, so that it opens without a connection. It meets nothing but
 * the pages under /walk/: every other page of Walks is as if it were not there.
 *
 * Each build has a cache of its own, filled before the build takes over. The cache of the build
 * before stays until the next one, for pages that were opened with it and load a part late.
 *
 * @typedef {{build: string, first: string[], later: string[]}} Parts written before this script by
 *   the server: what the walk opens with, and what may come when there is time
 */

const SHELL = "/walk/";
const ACTIVE = "/active";
const worker = /** @type {any} */ (self);
/** @type {Parts} */
const { build, first, later } = worker.parts;
const own = `walks-${build}`;

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(install()));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});
worker.addEventListener("message", (/** @type {any} */ event) => {
  if (event.data === "take over") worker.skipWaiting();
  if (event.data === "fetch the rest") event.waitUntil(keepAll(later));
});
worker.addEventListener("sync", (/** @type {any} */ event) => {
  if (event.tag === "outbox") event.waitUntil(sendWaiting(worker));
});

async function install() {
  await Promise.all([keepShell(), keepAll(first)]);
}

async function activate() {
  const told = await caches.open("walks");
  const before = await (await told.match(ACTIVE))?.text();
  await told.put(ACTIVE, new Response(own));
  const kept = ["walks", own, before];
  const old = (await caches.keys()).filter((one) => isOurs(one) && !kept.includes(one));
  await Promise.all(old.map((one) => caches.delete(one)));
  await worker.clients.claim();
}

/** @param {string} name of a cache */
function isOurs(name) {
  return name.startsWith("walks-");
}

/**
 * The answer to a request that this worker has to do with.
 *
 * @param {Request} request
 * @returns {Promise<Response> | undefined}
 */
function answerTo(request) {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return undefined;
  if (request.mode === "navigate") return pathname.startsWith(SHELL) ? shell(request) : undefined;
  return pathname.startsWith("/static/dist/") ? part(request) : undefined;
}

/** @param {Request} request */
async function shell(request) {
  const cache = await caches.open(own);
  return (await cache.match(SHELL)) ?? fetch(request);
}

/**
 * A built file, of whichever build it is: its name says what is in it.
 *
 * @param {Request} request
 */
async function part(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(own)).put(request, answer.clone());
  return answer;
}

/**
 * Keeps the shell in the language that is spoken on this phone. On the first visit the page has
 * just loaded it, so asking for the same address costs no more than the question.
 */
async function keepShell() {
  const before = await caches.match(SHELL);
  const language = before?.headers.get("Content-Language");
  const [page] = await worker.clients.matchAll({ includeUncontrolled: true });
  const isOpen = page && new URL(page.url).pathname.startsWith(SHELL);
  const address = isOpen ? page.url.split("#")[0] : SHELL;
  const answer = await fetch(language ? `${SHELL}?language=${language}` : address);
  const text = await answer.clone().text();
  if (!answer.ok || !text.includes(build)) throw new Error("The shell is of another build.");
  await (await caches.open(own)).put(SHELL, answer);
}

/** @param {string[]} addresses */
async function keepAll(addresses) {
  const cache = await caches.open(own);
  await Promise.all(addresses.map((one) => keep(cache, one)));
}

/**
 * @param {Cache} cache
 * @param {string} address
 */
async function keep(cache, address) {
  if (await cache.match(address)) return;
  const answer = (await caches.match(address, { ignoreVary: true })) ?? (await fetch(address));
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  await cache.put(address, answer);
}
