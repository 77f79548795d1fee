// @ts-nocheck: Leaflet's sources carry no types; what leaves this file has those of its package.
/**
 * As much of Leaflet as the resident's map is made of, from its own sources: a fifth less to pay
 * for than the whole, which cannot be shaken. The version is locked in package.json.
 */
import { attribution } from "leaflet/src/control/Control.Attribution.js";
import { scale } from "leaflet/src/control/Control.Scale.js";
import { zoom } from "leaflet/src/control/Control.Zoom.js";
import { create, remove, removeClass } from "leaflet/src/dom/DomUtil.js";
import { toLatLng as latLng } from "leaflet/src/geo/LatLng.js";
import { toLatLngBounds as latLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { geoJSON } from "leaflet/src/layer/GeoJSON.js";
import { divIcon } from "leaflet/src/layer/marker/DivIcon.js";
import { marker } from "leaflet/src/layer/marker/Marker.js";
import { GridLayer } from "leaflet/src/layer/tile/GridLayer.js";
import { tileLayer } from "leaflet/src/layer/tile/TileLayer.js";
import { polyline } from "leaflet/src/layer/vector/Polyline.js";
import { svg } from "leaflet/src/layer/vector/SVG.js";
import "leaflet/src/map/handler/Map.DoubleClickZoom.js";
import "leaflet/src/map/handler/Map.Drag.js";
import "leaflet/src/map/handler/Map.Keyboard.js";
import "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import "leaflet/src/map/handler/Map.TouchZoom.js";
import { Map as LeafletMap, createMap as map } from "leaflet/src/map/Map.js";

// Every line and outline is drawn as SVG, which CSS can colour.
LeafletMap.include({
  getRenderer() {
    this._renderer ??= svg();
    if (!this.hasLayer(this._renderer)) this.addLayer(this._renderer);
    return this._renderer;
  },
});

/** @type {typeof import("leaflet")} */
export default {
  control: { attribution, scale, zoom },
  divIcon,
  DomUtil: { create, remove, removeClass },
  geoJSON,
  GridLayer,
  latLng,
  latLngBounds,
  map,
  marker,
  polyline,
  tileLayer,
};
