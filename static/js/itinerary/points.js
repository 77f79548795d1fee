/**
 * Points and stops as they are typed: the text areas of the form are the one truth, and the map is
 * a second way to write in them. Latitude first, as `walks/walks/drawing.py` reads it.
 *
 * @typedef {{ lat: number, lng: number }} Point
 * @typedef {{ name: string, prompt: string, at: Point | null }} Stop
 */

const NUMBER = "[-+]?\\d{1,3}(?:\\.\\d+)?";
const POINT = new RegExp(`^\\s*(${NUMBER})\\s*(?:[,;]\\s*|\\s)(${NUMBER})\\s*$`);
const WITH_COMMAS = /^\s*([-+]?\d{1,3},\d+)\s*[;\s]\s*([-+]?\d{1,3},\d+)\s*$/;

/**
 * The point on this line, or null where there is none that the server would take.
 * @param {string} line
 * @returns {Point | null}
 */
export function readPoint(line) {
  const match = WITH_COMMAS.exec(line) ?? POINT.exec(line);
  if (!match) return null;
  const [lat, lng] = [match[1], match[2]].map((text) => Number((text ?? "").replace(",", ".")));
  if (lat === undefined || lng === undefined) return null;
  return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { lat, lng } : null;
}

/**
 * The point as a line, to about 10 cm.
 * @param {Point} point
 */
export function writePoint({ lat, lng }) {
  return `${lat.toFixed(6)}, ${lng.toFixed(6)}`;
}

/**
 * Every line that is a point.
 * @param {string} text
 * @returns {Point[]}
 */
export function readPoints(text) {
  return text.split("\n").flatMap((line) => readPoint(line) ?? []);
}

/** @param {Point[]} points */
export function writePoints(points) {
  return points.map(writePoint).join("\n");
}

/**
 * Every line that names a stop.
 * @param {string} text
 * @returns {Stop[]}
 */
export function readStops(text) {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [name = "", prompt = "", where = ""] = line.split("|").map((part) => part.trim());
      return { name, prompt, at: readPoint(where) };
    });
}

/** @param {Stop[]} stops */
export function writeStops(stops) {
  return stops
    .map(({ name, prompt, at }) => {
      if (at) return [name, prompt, writePoint(at)].join(" | ");
      return prompt ? `${name} | ${prompt}` : name;
    })
    .join("\n");
}

/**
 * The length of the line in kilometres, on a sphere.
 * @param {Point[]} points
 */
export function lengthKm(points) {
  let km = 0;
  points.forEach((point, index) => {
    const before = points[index - 1];
    if (before) km += apart(before, point);
  });
  return km;
}

/**
 * @param {Point} a
 * @param {Point} b
 */
function apart(a, b) {
  const rad = Math.PI / 180;
  const half =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lng - a.lng) * rad) / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.sqrt(half));
}
