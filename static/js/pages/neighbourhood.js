/** A neighbourhood's report: printing, and a map to zoom beside the drawn one. */

import { openMap } from "../itinerary/map.js";
import { drawReport } from "../report-on-map.js";

const print = document.querySelector("[data-print]");
if (print instanceof HTMLElement) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}

const part = document.querySelector("[data-report-map]");
const button = part?.querySelector("[data-open]");
if (part instanceof HTMLElement && button instanceof HTMLButtonElement) {
  button.hidden = false;
  button.addEventListener("click", () => open(part, button), { once: true });
}

/**
 * Put the map to zoom in the place of the drawn one, which stays for paper.
 * @param {HTMLElement} part
 * @param {HTMLButtonElement} button
 */
async function open(part, button) {
  const place = part.querySelector("[data-map]");
  const drawing = part.querySelector("[data-drawing]");
  if (!(place instanceof HTMLElement) || !drawing) return;
  button.setAttribute("aria-busy", "true");
  const [{ default: L }, answer] = await Promise.all([
    import("leaflet"),
    fetch(part.dataset.address ?? ""),
  ]);
  button.removeAttribute("aria-busy");
  if (!answer.ok) return;
  place.hidden = false;
  drawing.classList.add("paper-only");
  button.hidden = true;
  const texts = JSON.parse(part.dataset.texts ?? "{}");
  const map = openMap(L, place, part.dataset, texts);
  drawReport(L, map, (await answer.json()).ground, part, texts);
  place.focus();
}
