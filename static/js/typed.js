/**
 * What was typed and ticked on a page and is kept nowhere yet: it goes along when the language is
 * changed, and no further than to the page that opens then.
 *
 * @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field
 */

const NAME = "typed";
const FIELDS = "input[id]:not([type=file]), textarea[id], select[id]";

/** Takes along what is typed whenever a link to another language is followed. */
export function carryTyped() {
  document.addEventListener(
    "click",
    ({ target }) => {
      if (!(target instanceof Element && target.closest("a[hreflang]"))) return;
      const typed = fields().map((field) => [field.id, stateOf(field)]);
      sessionStorage.setItem(NAME, JSON.stringify({ place: place(), typed }));
    },
    true,
  );
}

/** Puts back what came along to this page, as if it were typed anew. */
export function putBackTyped() {
  const { place: of, typed } = JSON.parse(sessionStorage.getItem(NAME) ?? "{}");
  sessionStorage.removeItem(NAME);
  if (of !== place()) return;
  for (const [id, state] of typed) {
    const field = fields().find((one) => one.id === id);
    if (field && stateOf(field) !== state) putBack(field, state);
  }
}

function place() {
  return location.pathname + location.hash;
}

/** @returns {Field[]} */
function fields() {
  return [...document.querySelectorAll(FIELDS)].map((one) => /** @type {Field} */ (one));
}

/** @param {Field} field */
function stateOf(field) {
  return isTicked(field) ? field.checked : field.value;
}

/**
 * @param {Field} field
 * @returns {field is HTMLInputElement}
 */
function isTicked(field) {
  return field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type);
}

/**
 * @param {Field} field
 * @param {any} state
 */
function putBack(field, state) {
  if (isTicked(field)) field.checked = state;
  else field.value = state;
  if (isTicked(field) && field.type === "radio" && !state) return; // only a choice is news
  for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
}
