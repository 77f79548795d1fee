const STEP = 8; // screen pixels for one press

/** @type {Record<string, [number, number]>} */
const WAYS = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/**
 * Where an arrow key takes a point at this zoom; null for any other key.
 * @param {string} key
 * @param {import("./points.js").Point} point
 * @param {import("leaflet").Map} map
 */
export function movedBy(key, point, map) {
  const way = WAYS[key];
  if (!way) return null;
  return map.containerPointToLatLng(map.latLngToContainerPoint(point).add(way));
}
