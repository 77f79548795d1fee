/** The paper of a walk's map: tiles if there are any, scale, outline, area, itinerary, stops. */

/** @typedef {typeof import("leaflet")} Leaflet */

const BELGIUM = /** @type {[[number, number], [number, number]]} */ ([
  [49.5, 2.5],
  [51.5, 6.4],
]);

/**
 * Open a map in the element. `options` are the data- attributes that the page gave.
 * @param {Leaflet} L
 * @param {HTMLElement} element
 * @param {{ tiles?: string, basemap?: string, attribution?: string }} options
 * @param {Record<string, string>} texts
 */
export function openMap(L, element, { tiles, basemap, attribution }, texts) {
  const map = L.map(element, { zoomControl: false, maxZoom: 19 });
  L.control.zoom({ zoomInTitle: texts.zoomIn, zoomOutTitle: texts.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl.setPrefix(false);
  if (tiles) L.tileLayer(tiles, { maxZoom: 19, attribution }).addTo(map);
  if (basemap) ground(L, map, basemap, attribution);
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", texts.map ?? "");
  map.fitBounds(BELGIUM);
  return map;
}

/**
 * The installation's own basemap, drawn from the few bytes of it that this map shows.
 * @param {Leaflet} L
 * @param {import("leaflet").Map} map
 * @param {string} address
 * @param {string} [attribution]
 */
async function ground(L, map, address, attribution) {
  const { layGround } = await import("../basemap/layer.js");
  await layGround(L, map, address, attribution);
}

/**
 * A GeoJSON geometry drawn with one class; an empty layer for none.
 * @param {Leaflet} L
 * @param {import("geojson").GeoJsonObject | null} geometry
 * @param {string} className
 */
export function drawn(L, geometry, className) {
  return L.geoJSON(geometry ?? undefined, { interactive: false, style: { className } });
}

/**
 * A stop's number in its ring.
 * @param {Leaflet} L
 * @param {number} number
 */
export function stopIcon(L, number) {
  return L.divIcon({ className: "map-stop", html: String(number), iconSize: [34, 34] });
}
