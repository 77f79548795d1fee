import { Plane } from "../plane.js";
import { word } from "../words.js";

/**
 * Lines along an itinerary on plain paper: no map is asked for it.
 *
 * @typedef {import("../plane.js").Point} Point
 * @typedef {import("../plane.js").Spot} Spot
 */

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 0.08; // of the longer side

/**
 * @param {any} sheet
 * @param {Point[][]} lines
 * @returns {SVGElement}
 */
export function drawingOf(sheet, lines) {
  /** @type {Point[]} */
  const itinerary = sheet.itinerary.coordinates;
  const plane = new Plane(itinerary[0] ?? [0, 0]);
  // North is up, and y grows downwards.
  const spotted = (/** @type {Point[]} */ line) =>
    line.map((point) => plane.spot(point)).map(({ x, y }) => ({ x, y: -y }));
  const way = spotted(itinerary);
  const stops = spotted(
    sheet.stops.flatMap((/** @type {import("../method.js").Stop} */ one) =>
      one.position ? [one.position] : [],
    ),
  );
  const walked = lines.map(spotted);
  const { box, side } = boxOf([...way, ...stops, ...walked.flat()]);
  return made(
    "svg",
    { viewBox: box, class: "trace", role: "img", "aria-label": word("trace.drawing") },
    path(way, "trace__itinerary"),
    ...stops.map(({ x, y }) =>
      made("circle", { cx: x, cy: y, r: side / 45, class: "trace__stop" }),
    ),
    ...walked.map((line) => path(line, "trace__way")),
  );
}

/** @param {Spot[]} spots */
function boxOf(spots) {
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  const [west, north] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - west, Math.max(...ys) - north];
  const side = Math.max(width, height, 1);
  const margin = side * MARGIN;
  const tall = Math.max(height, side / 3); // an itinerary to the east is more than a stroke
  const box = [
    west - margin,
    north - (tall - height) / 2 - margin,
    width + 2 * margin,
    tall + 2 * margin,
  ];
  return { box: box.join(" "), side };
}

/**
 * @param {Spot[]} line
 * @param {string} className
 */
function path(line, className) {
  const points = line.map(({ x, y }) => `${x},${y}`).join(" ");
  return made("polyline", { points, class: className });
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...SVGElement} children
 * @returns {SVGElement}
 */
function made(tag, attributes, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}
