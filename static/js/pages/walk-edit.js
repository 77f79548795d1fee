/** The walk's form: a map that writes into the text areas of itinerary, area and stops. */

import { Drawing } from "../itinerary/drawing.js";

const form = document.querySelector("[data-walk-form]");
const board = form?.querySelector("[data-drawing]");

if (form instanceof HTMLFormElement && board instanceof HTMLElement) {
  const { default: L } = await import("leaflet");
  board.hidden = false;
  new Drawing(L, form, board).open();
}
