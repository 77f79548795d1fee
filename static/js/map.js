import * as L from "leaflet";
import { h } from "./dom.js";
import { word } from "./words.js";

/**
 * The map, loaded only when somebody asks for it: a tap, a drag or the arrow keys set the pin.
 *
 * @typedef {import("./store.js").Position} Position
 * @typedef {object} Options
 * @property {any} sheet
 * @property {string} css address of the map's style sheet
 * @property {Position | null} position
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
export async function openMap(place, { sheet, css, position, onplace }) {
  await styled(css);
  const canvas = h("div", { class: "map", id: "map" });
  const hint = h("p", { class: "map-caption" }, word("map.hint"));
  place.replaceChildren(h("div", { class: "map-frame" }, canvas, hint));
  const map = L.map(canvas, { maxZoom: 19, zoomSnap: 0.5 });
  map.attributionControl.setPrefix(false);
  L.control.scale({ imperial: false }).addTo(map);
  if (sheet.tiles)
    L.tileLayer(sheet.tiles.url, { attribution: sheet.tiles.attribution, maxZoom: 19 }).addTo(map);
  const bounds = drawn(sheet, map);
  if (position) map.setView([position.latitude, position.longitude], 18);
  else if (bounds.isValid()) map.fitBounds(bounds.pad(0.1));
  else map.setView(BRUSSELS, 12);
  const pin = new Pin(map, onplace);
  pin.put(map.getCenter(), false);
  map.on("click", ({ latlng }) => pin.put(latlng, true));
}

/**
 * Draws outline, itinerary and stops; the map can be read without any tiles.
 *
 * @param {any} sheet
 * @param {L.Map} map
 * @returns {L.LatLngBounds}
 */
function drawn(sheet, map) {
  const bounds = L.latLngBounds([]);
  const { neighbourhood, area, itinerary, stops } = sheet;
  for (const shape of [neighbourhood?.outline, area]) {
    if (shape) L.geoJSON(shape, { interactive: false, style: { className: "outline" } }).addTo(map);
  }
  if (itinerary) {
    const line = L.geoJSON(itinerary, {
      interactive: false,
      style: { className: "itinerary" },
    }).addTo(map);
    bounds.extend(line.getBounds());
  }
  for (const stop of stops) {
    if (!stop.position) continue;
    const at = L.latLng(stop.position[1], stop.position[0]);
    const number = L.divIcon({
      className: "map-stop",
      html: String(Number(stop.ordinal)),
      iconSize: [32, 32],
    });
    L.marker(at, { icon: number, interactive: false, keyboard: false }).addTo(map);
    bounds.extend(at);
  }
  return bounds;
}

/** The pin: one point that can be moved by finger, mouse and arrow keys. */
class Pin {
  /**
   * @param {L.Map} map
   * @param {(position: Position) => unknown} onplace
   */
  constructor(map, onplace) {
    this.onplace = onplace;
    const shape = L.divIcon({ className: "map-pin", iconSize: [48, 48], iconAnchor: [24, 46] });
    this.marker = L.marker([0, 0], {
      icon: shape,
      draggable: true,
      autoPan: true,
      alt: word("map.pin"),
    });
    this.marker.on("dragend", () => this.tell());
    this.map = map;
  }

  /**
   * @param {L.LatLng} at
   * @param {boolean} isChosen whether the person put it there
   */
  put(at, isChosen) {
    this.marker.setLatLng(at);
    if (!this.map.hasLayer(this.marker)) {
      this.marker.addTo(this.map);
      const element = /** @type {HTMLElement} */ (this.marker.getElement());
      element.setAttribute("aria-label", word("map.pin"));
      element.addEventListener("keydown", (event) => this.step(event));
    }
    if (isChosen) this.tell();
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
