/**
 * Small functions that build the page. Text is only ever set as text.
 *
 * @typedef {Node | string | number | false | null | undefined} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes
 */

const SVG = "http://www.w3.org/2000/svg";

const SHAPES = {
  problem:
    "M12 2.6a1.6 1.6 0 0 1 1.4.8l9.1 15.9a1.6 1.6 0 0 1-1.4 2.4H2.9a1.6 1.6 0 0 1-1.4-2.4l9.1-15.9a1.6 1.6 0 0 1 1.4-.8z",
  asset: "M12 2.4a9.6 9.6 0 1 1 0 19.2a9.6 9.6 0 1 1 0-19.2z",
  idea: "M11 1.1a1.4 1.4 0 0 1 2 0l9.9 9.9a1.4 1.4 0 0 1 0 2L13 22.9a1.4 1.4 0 0 1-2 0L1.1 13a1.4 1.4 0 0 1 0-2z",
};

/**
 * An element: `onclick` and its like are listeners, every other name is an attribute.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...nodesOf(children));
  return element;
}

/**
 * @param {(Child | Child[])[]} children
 * @returns {(Node | string)[]}
 */
function nodesOf(children) {
  const there = (/** @type {Child} */ child) =>
    child !== false && child !== null && child !== undefined;
  return children
    .flat()
    .filter(there)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/**
 * The element that carries the page's own data, such as the addresses of its parts.
 *
 * @returns {HTMLElement}
 */
export function page() {
  return /** @type {HTMLElement} */ (document.getElementById("page"));
}

/**
 * An icon of the page's sprite, hidden from screen readers: a word always stands beside it.
 *
 * @param {string} name
 * @param {string} [className]
 * @returns {SVGElement}
 */
export function icon(name, className = "icon") {
  const use = document.createElementNS(SVG, "use");
  const { sprite, method } = page().dataset;
  const isOfMethod = name.includes(".") && !name.startsWith("theme.");
  use.setAttribute("href", `${isOfMethod ? method : sprite}#${name}`);
  return drawing(className, use);
}

/**
 * The shape of a kind: triangle, circle, diamond.
 *
 * @param {import("./store.js").Kind} kind
 * @returns {SVGElement}
 */
export function mark(kind) {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[kind]);
  const svg = drawing(`mark mark--${kind}`, path);
  svg.setAttribute("viewBox", "0 0 24 24");
  return svg;
}

/**
 * One to three strokes that grow.
 *
 * @param {number} severity
 * @returns {SVGElement}
 */
export function strokes(severity) {
  const bars = [1, 2, 3].map((level) => {
    const bar = document.createElementNS(SVG, "rect");
    const box = { x: level * 8 - 6.5, y: 19 - level * 6, width: 5, height: level * 6, rx: 1 };
    for (const [name, value] of Object.entries(box)) bar.setAttribute(name, String(value));
    if (level <= severity) bar.setAttribute("class", "severity__stroke");
    return bar;
  });
  const svg = drawing("severity__strokes", ...bars);
  svg.setAttribute("viewBox", "0 0 24 20");
  return svg;
}

/**
 * @param {string} className
 * @param {...SVGElement} parts
 * @returns {SVGElement}
 */
function drawing(className, ...parts) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  svg.append(...parts);
  return svg;
}

/**
 * The way back, always at the same place.
 *
 * @param {string} address
 * @param {string} text
 * @returns {HTMLElement}
 */
export function wayBack(address, text) {
  return h("a", { class: "link-back", href: address }, icon("back"), text);
}

/**
 * What the page says to the person.
 *
 * @param {"info" | "success" | "warning" | "error"} tone
 * @param {string} title
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function notice(tone, title, ...children) {
  const body = h(
    "div",
    { class: "notice__body" },
    h("p", { class: "notice__title" }, title),
    ...children,
  );
  return h("div", { class: `notice notice--${tone}` }, icon(tone), body);
}

/**
 * Puts other nodes in an element and keeps the focus where it was: on the same thing drawn anew,
 * else on the heading of what took its place.
 *
 * @param {HTMLElement} place
 * @param {HTMLElement[]} nodes
 * @param {HTMLElement} heading receives the focus when nothing else can
 */
export function redraw(place, nodes, heading) {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  place.replaceChildren(...nodes);
  if (!focused) return;
  const same = [...place.querySelectorAll("a, button, input")].find((one) => isLike(one, focused));
  const next = same ?? place.querySelector("h2[tabindex]") ?? heading;
  /** @type {HTMLElement} */ (next).focus({ preventScroll: same !== undefined });
}

/**
 * @param {Element} one
 * @param {Element} other
 */
function isLike(one, other) {
  if (other.id) return one.id === other.id;
  const [address, before] = [one.getAttribute("href"), other.getAttribute("href")];
  return before !== null && address === before;
}

let speaking = 0;

/**
 * Lets a screen reader say something without moving to it.
 *
 * @param {string} text
 */
export function announce(text) {
  const region = /** @type {HTMLElement} */ (document.getElementById("said"));
  region.textContent = "";
  clearTimeout(speaking);
  speaking = window.setTimeout(() => {
    region.textContent = text;
  }, 50);
}
