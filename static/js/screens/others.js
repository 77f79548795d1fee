import { ask } from "../api.js";
import { h, icon, mark, notice, redraw, strokes, wayBack } from "../dom.js";
import { subjectOf } from "../method.js";
import { remember, remembered } from "../walk-memory.js";
import { both, labelOf, word } from "../words.js";
import { stopInWords } from "./place-words.js";

/**
 * What others noticed and the facilitator released, with "me too". Nothing says who it was.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {object} Released
 * @property {string} id
 * @property {import("../store.js").Kind} kind
 * @property {string | null} theme
 * @property {string | null} category
 * @property {number | null} severity
 * @property {string | null} note
 * @property {string | null} note_language
 * @property {string | null} proposal
 * @property {string | null} stop
 * @property {string | null} next_stop
 * @property {"left" | "right" | null} side
 * @property {string[]} photos
 * @property {boolean} confirmed
 */

const NAME = "others";

/**
 * @param {App} app
 * @returns {Promise<import("./index.js").Screen>}
 */
export async function others(app) {
  const heading = h("h1", { tabindex: -1 }, word("home.others"));
  const body = h("div", { class: "stack" });
  const pictures = new Pictures(app);
  let isOld = false;
  const refresh = async () => {
    /** @type {Released[] | undefined} */
    const released = await remembered(app, NAME);
    const errands = await app.store.of("errands", app.walk.id);
    redraw(body, listOf(app, released, errands, pictures, isOld), heading);
  };
  await refresh();
  fetched(app).then((isFetched) => {
    isOld = !isFetched;
    return refresh();
  });
  return {
    title: word("home.others"),
    refresh,
    leave: () => pictures.letGo(),
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      wayBack("#", word("back.walk")),
      heading,
      h("p", { class: "soft" }, both("others.why")),
      body,
    ),
  };
}

/**
 * Remembers what is released now; says whether the server was reached.
 *
 * @param {App} app
 */
async function fetched(app) {
  const { id, token } = app.walk;
  const released = [];
  try {
    for (let next = ""; next !== null; ) {
      const path = `/api/walks/${id}/released${next && `?after=${next}`}`;
      const { body } = await ask("GET", path, { token });
      released.push(...body.observations);
      next = body.next;
    }
  } catch {
    return false;
  }
  await remember(app, NAME, released);
  return true;
}

/**
 * @param {App} app
 * @param {Released[] | undefined} released
 * @param {import("../store.js").Errand[]} errands
 * @param {Pictures} pictures
 * @param {boolean} isOld
 * @returns {HTMLElement[]}
 */
function listOf(app, released, errands, pictures, isOld) {
  const old = isOld
    ? [notice("warning", word(released ? "others.old" : "others.unreachable"))]
    : [];
  if (!released) return old;
  if (released.length === 0) return [...old, h("p", {}, word("others.none"))];
  const toldOf = (/** @type {Released} */ one) =>
    errands.find((errand) => errand.name === `me-too/${one.id}`);
  const items = released.map((one) => cardOf(app, one, toldOf(one), pictures));
  return [...old, h("ul", { class: "others", role: "list" }, items)];
}

/**
 * @param {App} app
 * @param {Released} one
 * @param {import("../store.js").Errand | undefined} told
 * @param {Pictures} pictures
 */
function cardOf(app, one, told, pictures) {
  const subject = subjectOf(app.sheet, one) || word(`kind.${one.kind}`);
  const level = app.sheet.method.severities.find(
    (/** @type {any} */ each) => each.value === one.severity,
  );
  const words = (/** @type {string | null} */ text) =>
    text && h("p", { lang: one.note_language, dir: "auto" }, text);
  return h(
    "li",
    {},
    h(
      "h2",
      { class: "others__subject", id: `other-${one.id}` },
      mark(one.kind),
      h("span", { class: "visually-hidden" }, `${word(`kind.${one.kind}`)}: `),
      subject,
    ),
    level && h("p", { class: "severity" }, strokes(level.value), labelOf(level)),
    words(one.note),
    one.proposal && h("p", { class: "eyebrow" }, word("row.proposal")),
    words(one.proposal),
    one.stop && h("p", { class: "soft" }, icon("pin"), " ", stopInWords(app.sheet, one)),
    pictures.of(one),
    told?.refusal && notice("error", told.refusal.title, h("p", {}, told.refusal.detail)),
    meToo(app, one, told),
  );
}

/**
 * @param {App} app
 * @param {Released} one
 * @param {import("../store.js").Errand | undefined} told
 */
function meToo(app, one, told) {
  const isSaid = told && !told.refusal ? told.method === "PUT" : one.confirmed;
  const path = `/observations/${one.id}/confirmation`;
  return h(
    "button",
    {
      type: "button",
      class: "button button--quiet me-too",
      id: `me-too-${one.id}`,
      "aria-pressed": String(isSaid),
      "aria-describedby": `other-${one.id}`,
      onclick: () => app.errand(`me-too/${one.id}`, isSaid ? "DELETE" : "PUT", path, null),
    },
    icon(isSaid ? "check" : "group"),
    word("others.me_too"),
  );
}

/** Photos, fetched only when somebody asks for them: residents pay for data. */
class Pictures {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {Map<string, string[]>} addresses on this page, by observation */
    this.shown = new Map();
  }

  /** @param {Released} one */
  of(one) {
    const addresses = this.shown.get(one.id);
    if (one.photos.length === 0) return null;
    if (addresses) return this.figures(addresses);
    const place = h("div", {});
    const show = async () => {
      const got = await Promise.all(one.photos.map((id) => this.get(id)));
      const there = got.filter((address) => address !== null);
      if (there.length === 0) return place.append(h("p", {}, word("others.photos.none")));
      this.shown.set(one.id, there);
      place.replaceChildren(this.figures(there));
    };
    const text = word("others.photos", { count: one.photos.length });
    place.append(
      h(
        "button",
        { type: "button", class: "button button--quiet", onclick: show },
        icon("photo"),
        text,
      ),
    );
    return place;
  }

  /** @param {string[]} addresses */
  figures(addresses) {
    const one = (/** @type {string} */ src, /** @type {number} */ index) =>
      h(
        "li",
        {},
        h("img", {
          class: "others__photo",
          src,
          alt: word("photo.numbered", { number: index + 1 }),
        }),
      );
    return h("ul", { class: "photos", role: "list" }, addresses.map(one));
  }

  /**
   * @param {string} id
   * @returns {Promise<string | null>}
   */
  async get(id) {
    const headers = { Authorization: `Bearer ${this.app.walk.token}` };
    const answer = await fetch(`/media/photos/${id}/thumbnail`, { headers }).catch(() => null);
    return answer?.ok ? URL.createObjectURL(await answer.blob()) : null;
  }

  /** Lets go of what was fetched. */
  letGo() {
    for (const address of [...this.shown.values()].flat()) URL.revokeObjectURL(address);
    this.shown.clear();
  }
}
