/** A report's ground on a map: outline, itineraries, stops, and marks with their numbers. */

import { drawn, stopIcon } from "./itinerary/map.js";

/**
 * @typedef {import("geojson").GeoJsonObject} Geometry
 * @typedef {{ kind: "problem" | "asset" | "idea", longitude: number, latitude: number,
 *   observations: number, severity: number | null }} Mark
 * @typedef {{ ordinal: number, name: string, longitude: number, latitude: number }} Stop
 * @typedef {{ outline: Geometry, itineraries: Geometry[], stops: Stop[], marks: Mark[] }} Ground
 */

const SIZES = [22, 22, 28, 34]; // pixels, by severity; without one, the smallest

/**
 * @param {typeof import("leaflet")} L
 * @param {import("leaflet").Map} map
 * @param {Ground} ground
 * @param {HTMLElement} part holds the shape of each kind in its legend
 * @param {Record<string, string>} texts
 */
export function drawReport(L, map, ground, part, texts) {
  const outline = drawn(L, ground.outline, "outline").addTo(map);
  const walked = L.featureGroup().addTo(map);
  for (const line of ground.itineraries) drawn(L, line, "itinerary").addTo(walked);
  for (const stop of ground.stops) {
    const label = `${(texts.stop ?? "").replace("{n}", String(stop.ordinal))}: ${stop.name}`;
    L.marker([stop.latitude, stop.longitude], {
      icon: stopIcon(L, stop.ordinal),
      alt: label,
      title: label,
    }).addTo(walked);
  }
  for (const mark of ground.marks) marker(L, mark, part, texts).addTo(walked);
  const bounds = walked.getLayers().length > 0 ? walked.getBounds() : outline.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds.pad(0.1), { maxZoom: 18 });
}

/**
 * @param {typeof import("leaflet")} L
 * @param {Mark} mark
 * @param {HTMLElement} part
 * @param {Record<string, string>} texts
 */
function marker(L, mark, part, texts) {
  const size = SIZES[mark.severity ?? 0] ?? 22;
  const shape = part.querySelector(`[data-mark="${mark.kind}"] svg`)?.cloneNode(true);
  const html = document.createElement("div");
  html.className = "report-mark";
  if (shape) html.append(shape);
  if (mark.observations > 1) {
    const number = document.createElement("span");
    number.textContent = String(mark.observations);
    html.append(number);
  }
  const label = `${texts[mark.kind] ?? ""}: ${mark.observations}`;
  const icon = L.divIcon({ className: "map-mark", iconSize: [size, size], html });
  return L.marker([mark.latitude, mark.longitude], { icon, alt: label, title: label });
}
