/** Drawing a walk: clicks on the map, keys and buttons write points and stops into the form. */

import { LineOnMap } from "./line-on-map.js";
import { drawn, openMap } from "./map.js";
import { lengthKm, readPoints, readStops, writePoints, writeStops } from "./points.js";
import { StopPlaces } from "./stop-places.js";
import { StopsOnMap } from "./stops-on-map.js";
import { Undo } from "./undo.js";

/**
 * @typedef {import("./points.js").Point} Point
 * @typedef {"itinerary" | "area" | "stops"} Mode
 */

export class Drawing {
  /**
   * @param {typeof import("leaflet")} L
   * @param {HTMLFormElement} form the walk's form, with its text areas
   * @param {HTMLElement} board the part of it with the map and its buttons
   */
  constructor(L, form, board) {
    this.L = L;
    this.form = form;
    this.board = board;
    /** @type {Record<string, string>} */
    this.texts = JSON.parse(board.dataset.texts ?? "{}");
    this.fields = {
      itinerary: this.textArea("itinerary"),
      area: this.textArea("area"),
      stops: this.textArea("stops"),
    };
    this.undo = new Undo(Object.values(this.fields));
    this.places = new StopPlaces(this.within(form, "[data-stop-places]"), () =>
      this.map?.getContainer().focus(),
    );
  }

  open() {
    const { L, board, texts } = this;
    this.map = openMap(L, this.find("[data-map]"), board.dataset, texts);
    this.outline = L.layerGroup().addTo(this.map);
    this.area = this.line("area", true, texts.corner ?? "");
    this.itinerary = this.line("itinerary", false, texts.point ?? "");
    this.stops = new StopsOnMap(L, this.map, {
      label: texts.stop ?? "",
      onMove: (index, to) => this.placeStop(index, to, "moved"),
    });
    this.listen(this.map);
    this.show();
    this.fit(this.map);
    this.showNeighbourhood(!this.hasDrawing());
  }

  /**
   * @param {"area" | "itinerary"} name
   * @param {boolean} closed
   * @param {string} label
   */
  line(name, closed, label) {
    if (!this.map) throw new Error("the map is not open");
    return new LineOnMap(this.L, this.map, {
      closed,
      label,
      onChange: (points, act) => this.write(name, writePoints(points), act),
    });
  }

  /** @param {import("leaflet").Map} map */
  listen(map) {
    map.on("click", ({ latlng }) => this.add(latlng));
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== map.getContainer()) return;
      event.preventDefault();
      this.add(map.getCenter());
    });
    this.find("[data-add]").addEventListener("click", () => this.add(map.getCenter()));
    this.find("[data-undo]").addEventListener("click", () => this.back());
    this.find("[data-clear]").addEventListener("click", () => this.clear());
    for (const field of Object.values(this.fields)) {
      field.addEventListener("input", () => this.show());
    }
    this.board.addEventListener("change", () => this.show());
    this.select().addEventListener("change", () => this.showNeighbourhood(true));
  }

  /** What a click on the map adds. @returns {Mode} */
  mode() {
    const chosen = this.board.querySelector("input[name=drawing-mode]:checked");
    return /** @type {Mode} */ (chosen instanceof HTMLInputElement ? chosen.value : "itinerary");
  }

  /** @param {Point} point */
  add(point) {
    const mode = this.mode();
    if (this.places.chosen !== null) this.placeStop(this.places.chosen, point, "added");
    else if (mode === "stops") this.addStop(point);
    else {
      const field = this.fields[mode];
      this.write(mode, writePoints([...readPoints(field.value), point]), "added");
    }
  }

  /** @param {Point} at */
  addStop(at) {
    const stops = readStops(this.fields.stops.value);
    const free = stops.findIndex((stop) => !stop.at);
    if (free >= 0) {
      this.placeStop(free, at, "added");
      return;
    }
    const name = (this.texts.stop ?? "{n}").replace("{n}", String(stops.length + 1));
    this.write("stops", writeStops([...stops, { name, prompt: "", at }]), "added");
  }

  /**
   * @param {number} index
   * @param {Point} at
   * @param {"added" | "moved"} act
   */
  placeStop(index, at, act) {
    const stops = readStops(this.fields.stops.value);
    const stop = stops[index];
    this.places.chosen = null;
    if (!stop) return;
    stop.at = at;
    this.write("stops", writeStops(stops), act);
    this.say((this.texts.placed ?? "").replace("{name}", stop.name));
  }

  /**
   * @param {Mode} name
   * @param {string} text
   * @param {"added" | "moved" | "deleted"} act
   */
  write(name, text, act) {
    this.undo.remember();
    this.fields[name].value = text;
    this.show();
    this.say(this.texts[act]);
  }

  back() {
    const undone = this.undo.back();
    this.show();
    this.say(undone ? this.texts.undone : this.texts.nothing);
  }

  clear() {
    if (this.fields.itinerary.value) this.write("itinerary", "", "deleted");
  }

  /** Draw what stands in the text areas. */
  show() {
    const itinerary = readPoints(this.fields.itinerary.value);
    const mode = this.mode();
    this.itinerary?.show(itinerary, mode === "itinerary");
    this.area?.show(readPoints(this.fields.area.value), mode === "area");
    const stops = readStops(this.fields.stops.value);
    this.stops?.show(stops);
    const km = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    this.find("[data-length]").textContent =
      itinerary.length > 1
        ? `${(this.texts.length ?? "").replace("{km}", km.format(lengthKm(itinerary)))}.`
        : "";
    this.places.show(stops);
  }

  /** @param {boolean} goThere */
  async showNeighbourhood(goThere) {
    const number = this.select().value;
    this.outline?.clearLayers();
    if (number === "0" || !this.board.dataset.outlines) return;
    const answer = await fetch(this.board.dataset.outlines.replace("/0/", `/${number}/`));
    if (!answer.ok || !this.outline || this.select().value !== number) return;
    const layer = drawn(this.L, await answer.json(), "outline").addTo(this.outline);
    if (goThere && !this.hasDrawing()) this.map?.fitBounds(layer.getBounds());
  }

  hasDrawing() {
    const { itinerary, area, stops } = this.fields;
    return (
      readPoints(`${itinerary.value}\n${area.value}`).length > 0 ||
      readStops(stops.value).some((stop) => stop.at)
    );
  }

  /** @param {import("leaflet").Map} map */
  fit(map) {
    const { itinerary, area, stops } = this.fields;
    const points = [
      ...readPoints(`${itinerary.value}\n${area.value}`),
      ...readStops(stops.value).flatMap((stop) => stop.at ?? []),
    ];
    const [west, south, east, north] = (this.board.dataset.extent ?? "").split(",").map(Number);
    if (points.length > 0) {
      map.fitBounds(this.L.latLngBounds(points).pad(0.2), { maxZoom: 17 });
    } else if (
      west !== undefined &&
      south !== undefined &&
      east !== undefined &&
      north !== undefined
    ) {
      map.fitBounds([
        [south, west],
        [north, east],
      ]);
    }
  }

  /** @param {string | undefined} sentence */
  say(sentence) {
    this.find("[data-said]").textContent = sentence ?? "";
  }

  /** @param {string} selector */
  find(selector) {
    return this.within(this.board, selector);
  }

  /**
   * @param {HTMLElement} whole
   * @param {string} selector
   * @returns {HTMLElement}
   */
  within(whole, selector) {
    const found = whole.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`the form lacks ${selector}`);
    return found;
  }

  /** @returns {HTMLSelectElement} */
  select() {
    const found = this.form.elements.namedItem("neighbourhood");
    if (!(found instanceof HTMLSelectElement)) throw new Error("the form lacks neighbourhood");
    return found;
  }

  /** @param {string} name @returns {HTMLTextAreaElement} */
  textArea(name) {
    const found = this.form.elements.namedItem(name);
    if (!(found instanceof HTMLTextAreaElement)) throw new Error(`the form lacks ${name}`);
    return found;
  }
}
