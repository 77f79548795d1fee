/**
 * A line or an outline on the map whose points can be dragged, moved by arrow keys and deleted.
 * It keeps nothing: `show` draws the points it is given, `onChange` is told the new ones.
 */

import { movedBy } from "./nudge.js";

/** @typedef {import("./points.js").Point} Point */

export class LineOnMap {
  /**
   * @param {typeof import("leaflet")} L
   * @param {import("leaflet").Map} map
   * @param {{ closed: boolean, label: string, onChange: (points: Point[], act: "moved" | "deleted") => void }} options
   *   `label` names a point to a screen reader; its {n} is the point's number.
   */
  constructor(L, map, { closed, label, onChange }) {
    this.L = L;
    this.map = map;
    this.label = label;
    this.onChange = onChange;
    this.line = closed
      ? L.polygon([], { className: "outline", interactive: false })
      : L.polyline([], { className: "itinerary", interactive: false });
    this.line.addTo(map);
    this.handles = L.layerGroup().addTo(map);
    /** @type {Point[]} */
    this.points = [];
  }

  /**
   * Draw these points, with handles when they can be changed now.
   * @param {Point[]} points
   * @param {boolean} editable
   */
  show(points, editable) {
    const focused = this.focused();
    this.points = points;
    this.line.setLatLngs(points);
    this.handles.clearLayers();
    if (!editable) return;
    points.forEach((point, index) => {
      this.handle(point, index);
    });
    if (focused >= 0) this.focus(Math.min(focused, points.length - 1));
  }

  /** The number of the point that has the keyboard, or -1. */
  focused() {
    return this.markers().findIndex((marker) => marker.getElement() === document.activeElement);
  }

  /** @param {number} index */
  focus(index) {
    this.markers()[index]?.getElement()?.focus({ preventScroll: true });
  }

  /** @returns {import("leaflet").Marker[]} */
  markers() {
    return /** @type {import("leaflet").Marker[]} */ (this.handles.getLayers());
  }

  /**
   * @param {Point} point
   * @param {number} index
   */
  handle(point, index) {
    const marker = this.L.marker(point, {
      draggable: true,
      icon: this.L.divIcon({ className: "map-handle", iconSize: [28, 28] }),
      alt: this.label.replace("{n}", String(index + 1)),
    }).addTo(this.handles);
    marker.getElement()?.setAttribute("aria-label", this.label.replace("{n}", String(index + 1)));
    marker.on("drag", () => this.line.setLatLngs(this.with(index, marker.getLatLng())));
    marker.on("dragend", () => this.onChange(this.with(index, marker.getLatLng()), "moved"));
    marker.getElement()?.addEventListener("keydown", (event) => this.press(event, index));
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} index
   */
  press(event, index) {
    const point = this.points[index];
    if (!point) return;
    const moved = movedBy(event.key, point, this.map);
    if (!moved && event.key !== "Delete" && event.key !== "Backspace") return;
    event.preventDefault();
    event.stopPropagation();
    if (moved) this.onChange(this.with(index, moved), "moved");
    else
      this.onChange(
        this.points.filter((_, place) => place !== index),
        "deleted",
      );
  }

  /**
   * The points with another one in this place.
   * @param {number} index
   * @param {Point} point
   */
  with(index, point) {
    return this.points.map((each, place) => (place === index ? point : each));
  }
}
