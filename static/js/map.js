import { h } from "./dom.js";
import L from "./leaflet.js";
import { word } from "./words.js";

/**
 * The map, loaded only when somebody asks for it: a tap, a drag or the arrow keys set the pin.
 *
 * @typedef {import("./store.js").Position} Position
 * @typedef {import("leaflet").Map} LeafletMap
 * @typedef {{longitude: number, latitude: number}} Point
 * @typedef {object} Options
 * @property {any} sheet
 * @property {string} css address of the map's style sheet
 * @property {Position | null} position
 * @property {Point | null} [observer] where the person stands, if that is somewhere else
 * @property {string} [token] the device's, for the walk's part of the basemap
 * @property {(position: Position) => unknown} onplace
 */

const STEP_M = 2;
const METRES_A_DEGREE = 111_320;
const BRUSSELS = /** @type {[number, number]} */ ([50.8467, 4.3525]);

/**
 * @param {HTMLElement} place
 * @param {Options} options
 * @returns {Promise<void>}
 */
export async function openMap(place, { sheet, css, position, observer, token, onplace }) {
  await styled(css);
  const canvas = h("div", { class: "map", id: "map" });
  const hint = h("p", { class: "map-caption" }, word("map.hint"));
  place.replaceChildren(h("div", { class: "map-frame" }, canvas, hint));
  const map = L.map(canvas, { maxZoom: 19, zoomSnap: 0.5, zoomControl: false });
  const [zoomInTitle, zoomOutTitle] = [word("map.nearer"), word("map.farther")];
  L.control.zoom({ zoomInTitle, zoomOutTitle }).addTo(map);
  map.attributionControl.setPrefix(false);
  L.control.scale({ imperial: false }).addTo(map);
  const bounds = drawn(sheet, map);
  look(map, [position, observer], bounds, !sheet.tiles);
  const pin = new Pin(map, onplace, observer ? standing(observer, map) : null);
  pin.put(position ? at(position) : map.getCenter(), false);
  map.on("click", ({ latlng }) => pin.put(latlng, true));
  // Nobody waits for the ground: the map can be read without it.
  ground(map, sheet, token).catch(() => {});
}

/** @param {Point} point */
const at = ({ latitude, longitude }) => L.latLng(latitude, longitude);

/**
 * Turns the map to what is placed already, else to the walk. On plain paper the walk is all that
 * one can find one's way by, so it stays in view.
 *
 * @param {LeafletMap} map
 * @param {(Point | null | undefined)[]} placed
 * @param {import("leaflet").LatLngBounds} walk
 * @param {boolean} isPaper whether there is no ground
 */
function look(map, placed, walk, isPaper) {
  const there = L.latLngBounds(placed.flatMap((one) => (one ? [at(one)] : [])));
  if (isPaper && walk.isValid()) there.extend(walk);
  if (there.isValid()) map.fitBounds(there.pad(0.3), { maxZoom: 18 });
  else if (walk.isValid()) map.fitBounds(walk.pad(0.1));
  else map.setView(BRUSSELS, 12);
}

/**
 * Lays the ground under it: the walk's part of the basemap, or pictured tiles, or plain paper.
 *
 * @param {LeafletMap} map
 * @param {any} sheet
 * @param {string} [token]
 */
async function ground(map, sheet, token) {
  const { url, attribution, basemap } = sheet.tiles ?? {};
  if (basemap) {
    const [{ layGround }, { basemapOf }] = await Promise.all([
      import("./basemap/layer.js"),
      import("./basemap/kept.js"),
    ]);
    await layGround(L, map, await basemapOf({ id: sheet.walk.id, token, sheet }), attribution);
  } else if (url) L.tileLayer(url, { attribution, maxZoom: 19 }).addTo(map);
}

/**
 * Draws outline, itinerary and stops; the map can be read without any tiles.
 *
 * @param {any} sheet
 * @param {LeafletMap} map
 * @returns {import("leaflet").LatLngBounds}
 */
function drawn(sheet, map) {
  const bounds = L.latLngBounds([]);
  const { neighbourhood, area, itinerary, stops } = sheet;
  for (const shape of [neighbourhood?.outline, area]) {
    if (shape) bounds.extend(shaped(shape, "outline", map).getBounds());
  }
  const way = L.latLngBounds([]);
  if (itinerary) way.extend(shaped(itinerary, "itinerary", map).getBounds());
  for (const stop of stops) {
    if (!stop.position) continue;
    const [longitude, latitude] = stop.position;
    const html = String(Number(stop.ordinal));
    way.extend(
      marked("map-stop", 32, L.latLng(latitude, longitude), { html }).addTo(map).getLatLng(),
    );
  }
  return way.isValid() ? way : bounds;
}

/**
 * @param {any} geometry GeoJSON
 * @param {string} className
 * @param {LeafletMap} map
 */
function shaped(geometry, className, map) {
  return L.geoJSON(geometry, { interactive: false, style: { className } }).addTo(map);
}

/**
 * A mark that is only looked at.
 *
 * @param {string} className
 * @param {number} size pixels
 * @param {import("leaflet").LatLng} where
 * @param {import("leaflet").DivIconOptions} [more]
 */
function marked(className, size, where, more) {
  const icon = L.divIcon({ className, iconSize: [size, size], ...more });
  return L.marker(where, { icon, interactive: false, keyboard: false });
}

/**
 * Where the person stands, and the line of sight from there.
 *
 * @param {Point} observer
 * @param {LeafletMap} map
 * @returns {import("leaflet").Polyline}
 */
function standing(observer, map) {
  const label = word("map.observer");
  const html = h("span", { class: "map-observer__words" }, label);
  const mark = marked("map-observer", 28, at(observer), { html }).addTo(map);
  const element = /** @type {HTMLElement} */ (mark.getElement());
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", label);
  return L.polyline([at(observer)], { className: "map-sight", interactive: false }).addTo(map);
}

/** The pin: one point that can be moved by finger, mouse and arrow keys. */
class Pin {
  /**
   * @param {LeafletMap} map
   * @param {(position: Position) => unknown} onplace
   * @param {import("leaflet").Polyline | null} sight from where the person stands, if that is somewhere else
   */
  constructor(map, onplace, sight) {
    this.onplace = onplace;
    this.sight = sight;
    const shape = L.divIcon({ className: "map-pin", iconSize: [48, 48], iconAnchor: [24, 46] });
    this.marker = L.marker([0, 0], {
      icon: shape,
      draggable: true,
      autoPan: true,
      zIndexOffset: 1000,
      alt: word("map.pin"),
    });
    this.marker.on("drag", () => this.point());
    this.marker.on("dragend", () => this.tell());
    this.map = map;
  }

  /**
   * @param {import("leaflet").LatLng} where
   * @param {boolean} isChosen whether the person put it there
   */
  put(where, isChosen) {
    this.marker.setLatLng(where);
    if (!this.map.hasLayer(this.marker)) {
      this.marker.addTo(this.map);
      const element = /** @type {HTMLElement} */ (this.marker.getElement());
      element.setAttribute("aria-label", word("map.pin"));
      element.addEventListener("keydown", (event) => this.step(event));
    }
    this.point();
    if (isChosen) this.tell();
  }

  /** Lets the line of sight end at the pin. */
  point() {
    const from = this.sight?.getLatLngs()[0];
    if (from)
      this.sight?.setLatLngs([
        /** @type {import("leaflet").LatLng} */ (from),
        this.marker.getLatLng(),
      ]);
  }

  /** @param {KeyboardEvent} event */
  step(event) {
    const steps = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const metres = event.shiftKey ? STEP_M * 10 : STEP_M;
    const { lat, lng } = this.marker.getLatLng();
    const degrees = metres / METRES_A_DEGREE;
    const east = degrees / Math.cos((lat * Math.PI) / 180);
    this.put(L.latLng(lat + Number(step[1]) * degrees, lng + Number(step[0]) * east), true);
    this.map.panInside(this.marker.getLatLng(), { padding: [40, 40] });
  }

  tell() {
    const { lat, lng } = this.marker.getLatLng();
    const degrees = (/** @type {number} */ value) => Number(value.toFixed(6));
    this.onplace({
      longitude: degrees(lng),
      latitude: degrees(lat),
      accuracy_m: null,
      source: "map",
    });
  }
}

/**
 * Adds the map's style sheet once and waits for it.
 *
 * @param {string} address
 * @returns {Promise<void>}
 */
function styled(address) {
  if (document.querySelector(`link[href="${address}"]`)) return Promise.resolve();
  return new Promise((resolve) => {
    const link = h("link", {
      rel: "stylesheet",
      href: address,
      onload: () => resolve(),
      onerror: () => resolve(),
    });
    document.head.append(link);
  });
}
