/** A walk's map to look at: outline, itinerary, stops, and each measured observation. */

import { drawn, openMap, stopIcon } from "./map.js";

/**
 * @typedef {{ id: string, kind: string, kindName: string, name: string, severity: number | null,
 *   isFar: boolean, at: [number, number] }} Pin
 * @typedef {import("geojson").GeoJsonObject} Geometry
 * @typedef {{ outline: Geometry | null, area: Geometry | null, itinerary: Geometry | null,
 *   stops: { ordinal: number, name: string, position: import("geojson").Point | null }[],
 *   observations: Pin[], extent: [number, number, number, number] | null }} Shown
 */

const SIZES = [22, 22, 28, 34]; // pixels, by severity; without one, the smallest

/**
 * Open the map of this part of the page.
 * @param {HTMLElement} part
 */
export async function showWalk(part) {
  const frame = part.querySelector("[data-frame]");
  const place = part.querySelector("[data-map]");
  if (!(frame instanceof HTMLElement) || !(place instanceof HTMLElement)) return;
  const [{ default: L }, answer] = await Promise.all([
    import("leaflet"),
    fetch(part.dataset.address ?? ""),
  ]);
  if (!answer.ok) return;
  frame.hidden = false;
  const texts = JSON.parse(part.dataset.texts ?? "{}");
  const map = openMap(L, place, part.dataset, texts);
  draw(L, map, await answer.json(), part, texts);
}

/**
 * @param {typeof import("leaflet")} L
 * @param {import("leaflet").Map} map
 * @param {Shown} shown
 * @param {HTMLElement} part
 * @param {Record<string, string>} texts
 */
function draw(L, map, shown, part, texts) {
  const outline = drawn(L, shown.area ?? shown.outline, "outline").addTo(map);
  const itinerary = drawn(L, shown.itinerary, "itinerary").addTo(map);
  const marks = L.featureGroup().addTo(map);
  for (const stop of shown.stops) {
    if (!stop.position) continue;
    const [longitude = 0, latitude = 0] = stop.position.coordinates;
    const label = `${(texts.stop ?? "").replace("{n}", String(stop.ordinal))}: ${stop.name}`;
    L.marker([latitude, longitude], {
      icon: stopIcon(L, stop.ordinal),
      alt: label,
      title: stop.name,
    })
      .bindTooltip(worded(label))
      .addTo(marks);
  }
  const far = L.featureGroup().addTo(map); // there, but the map is not made small for them
  for (const pin of shown.observations) mark(L, pin, part).addTo(pin.isFar ? far : marks);
  const bounds = itinerary.getBounds().extend(marks.getBounds());
  const hasWay = shown.itinerary || shown.stops.some((stop) => stop.position);
  if (!hasWay) bounds.extend(outline.getBounds());
  if (bounds.isValid()) map.fitBounds(bounds.pad(0.15), { maxZoom: 18 });
  else if (shown.extent) {
    const [west, south, east, north] = shown.extent;
    map.fitBounds([
      [south, west],
      [north, east],
    ]);
  }
}

/**
 * @param {typeof import("leaflet")} L
 * @param {Pin} pin
 * @param {HTMLElement} part
 */
function mark(L, pin, part) {
  const size = SIZES[pin.severity ?? 0] ?? 22;
  const shape = part.querySelector(`[data-mark="${pin.kind}"] svg`)?.cloneNode(true);
  const icon = L.divIcon({
    className: "map-mark",
    iconSize: [size, size],
    html: shape instanceof Element ? shape.outerHTML : "",
  });
  const marker = L.marker(pin.at, { icon, alt: `${pin.kindName}: ${pin.name}`, title: pin.name });
  return marker.bindPopup(() => popup(pin));
}

/** @param {string} text */
function worded(text) {
  const words = document.createElement("span");
  words.textContent = text;
  return words;
}

/**
 * @param {Pin} pin
 * @returns {HTMLElement}
 */
function popup(pin) {
  const words = document.createElement("div");
  const kind = document.createElement("strong");
  kind.textContent = pin.kindName;
  words.append(kind, document.createElement("br"));
  if (document.getElementById(`o-${pin.id}`)) {
    const link = document.createElement("a");
    link.href = `#o-${pin.id}`;
    link.textContent = pin.name;
    words.append(link);
  } else {
    words.append(pin.name);
  }
  return words;
}
