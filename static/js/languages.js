import { announce, h, notice, page } from "./dom.js";
import { spoken, word } from "./words.js";

/**
 * Another language on a phone that may have no connection: the page itself keeps the shell in the
 * language that is chosen, and the server is told as soon as it is reached.
 *
 * @typedef {import("./app.js").App} App
 * @typedef {{code: string, told: boolean}} Choice whether the server knows it
 */

const SHELL = "/walk/";

/** @param {App} app */
export function followLanguages(app) {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll("a[hreflang]")
  );
  const lead = () => {
    for (const link of links) {
      link.search = `?next=${location.pathname}`;
      link.hash = location.hash;
    }
  };
  addEventListener("hashchange", lead);
  lead();
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (!navigator.serviceWorker?.controller) return;
      event.preventDefault();
      switchTo(app, link.hreflang);
    });
  }
  addEventListener("online", () => agree(app));
  agree(app);
}

/**
 * @param {App} app
 * @param {string} code
 */
async function switchTo(app, code) {
  if (!(await keepShellIn(code))) return sayLater();
  await app.store.choose("language", /** @type {Choice} */ ({ code, told: await tell(code) }));
  location.reload();
}

/**
 * Lets the shell be opened in this language from now on.
 *
 * @param {string} code
 * @returns {Promise<boolean>} false where it is not on this phone and cannot be fetched
 */
async function keepShellIn(code) {
  const cache = await caches.open(`walks-${page().dataset.build}`);
  const address = `${SHELL}?language=${code}`;
  const shell = (await cache.match(address)) ?? (await fetch(address).catch(() => undefined));
  if (!shell?.ok) return false;
  const current = await cache.match(SHELL);
  if (current) await cache.put(`${SHELL}?language=${spoken()}`, current);
  await cache.put(SHELL, shell);
  return true;
}

/**
 * Tells the server which language is spoken here.
 *
 * @param {string} code
 * @returns {Promise<boolean>} whether it was reached
 */
async function tell(code) {
  const told = fetch(`/language/${code}`, {
    redirect: "manual",
    signal: AbortSignal.timeout?.(2_000) ?? null,
  });
  return told.then(
    () => true,
    () => false,
  );
}

/**
 * Brings phone and server to one language: a choice made here without a connection is told; one
 * made on another page of Walks, such as the start page, is followed.
 *
 * @param {App} app
 */
async function agree(app) {
  /** @type {Choice | undefined} */
  const choice = await app.store.choice("language");
  if (choice && !choice.told) {
    return app.store.choose("language", { ...choice, told: await tell(choice.code) });
  }
  if (!navigator.serviceWorker?.controller) return undefined;
  const asked = await fetch(SHELL, { method: "HEAD" }).catch(() => undefined);
  const code = asked?.ok ? asked.headers.get("Content-Language") : null;
  const isFree = location.hash.length <= 1;
  if (code && code !== spoken() && isFree && (await keepShellIn(code))) location.reload();
  return undefined;
}

function sayLater() {
  document.getElementById("language-later")?.remove();
  const said = notice("info", word("language.later"), h("p", {}, word("language.later.then")));
  said.id = "language-later";
  page().prepend(said);
  announce(`${word("language.later")} ${word("language.later.then")}`);
}
