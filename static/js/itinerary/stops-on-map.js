/** Stops on the map, numbered; those that have a position can be dragged and moved by keys. */

import { stopIcon } from "./map.js";
import { movedBy } from "./nudge.js";

/**
 * @typedef {import("./points.js").Point} Point
 * @typedef {import("./points.js").Stop} Stop
 */

export class StopsOnMap {
  /**
   * @param {typeof import("leaflet")} L
   * @param {import("leaflet").Map} map
   * @param {{ label: string, onMove: (index: number, to: Point) => void }} options
   *   `label` names a stop to a screen reader; its {n} is the stop's number.
   */
  constructor(L, map, { label, onMove }) {
    this.L = L;
    this.map = map;
    this.label = label;
    this.onMove = onMove;
    this.layer = L.layerGroup().addTo(map);
  }

  /**
   * Draw these stops.
   * @param {Stop[]} stops
   */
  show(stops) {
    const focused = document.activeElement?.getAttribute("data-stop");
    this.layer.clearLayers();
    stops.forEach(({ name, at }, index) => {
      if (at) this.marker(name, at, index);
    });
    if (!focused) return;
    const again = this.map.getContainer().querySelector(`[data-stop="${focused}"]`);
    if (again instanceof HTMLElement) again.focus({ preventScroll: true });
  }

  /**
   * @param {string} name
   * @param {Point} at
   * @param {number} index
   */
  marker(name, at, index) {
    const label = `${this.label.replace("{n}", String(index + 1))}: ${name}`;
    const marker = this.L.marker(at, {
      draggable: true,
      icon: stopIcon(this.L, index + 1),
      alt: label,
      title: name,
      zIndexOffset: 500,
    }).addTo(this.layer);
    const element = marker.getElement();
    element?.setAttribute("data-stop", String(index));
    element?.setAttribute("aria-label", label);
    marker.on("dragend", () => this.onMove(index, marker.getLatLng()));
    element?.addEventListener("keydown", (event) => {
      const moved = movedBy(event.key, at, this.map);
      if (!moved) return;
      event.preventDefault();
      event.stopPropagation();
      this.onMove(index, moved);
    });
  }
}
