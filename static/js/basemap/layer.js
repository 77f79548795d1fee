import { PMTiles } from "pmtiles";
import { leafletLayer } from "protomaps-leaflet";

/** The basemap as a layer of a map; loaded only where the installation has one. */

/** Where this script lies, for whoever keeps it. */
export const address = import.meta.url;

/** What was kept on the phone, read as if it were a file on a server. */
class Kept {
  /** @param {ArrayBuffer} bytes */
  constructor(bytes) {
    this.bytes = bytes;
  }

  getKey() {
    return "kept";
  }

  /**
   * @param {number} offset
   * @param {number} length
   */
  async getBytes(offset, length) {
    return { data: this.bytes.slice(offset, offset + length) };
  }
}

/**
 * Puts the ground under what is drawn on the map.
 *
 * @param {typeof import("leaflet")} L
 * @param {import("leaflet").Map} map
 * @param {ArrayBuffer | string} from a PMTiles file, or its address
 * @param {string} [attribution]
 * @returns {Promise<void>}
 */
export async function layGround(L, map, from, attribution) {
  const file = new PMTiles(typeof from === "string" ? from : new Kept(from));
  const { maxZoom, minLon, minLat, maxLon, maxLat } = await file.getHeader();
  Object.assign(globalThis, { L }); // where protomaps-leaflet looks for Leaflet
  const layer = leafletLayer({
    url: file,
    maxDataZoom: maxZoom,
    maxZoom: 19,
    bounds: [
      [minLat, minLon],
      [maxLat, maxLon],
    ],
    flavor: "page",
    lang: document.documentElement.lang,
    className: "map-ground",
    attribution,
  });
  layer.addTo(map);
}
