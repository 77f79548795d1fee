/** The walk's page: its map, and word of what arrives while it is open. */

import { tellArrivals } from "../itinerary/arrivals.js";
import { showWalk } from "../itinerary/walk-on-map.js";

const part = document.querySelector("[data-walk-map]");
if (part instanceof HTMLElement) showWalk(part);

const list = document.querySelector("[data-arrivals]");
if (list instanceof HTMLElement) tellArrivals(list);
