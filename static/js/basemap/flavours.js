/**
 * The basemap's colours: the page's own, as static/css/components/map.css names them for light,
 * dark and forced colours. Takes the place of @protomaps/basemaps, whose colours and whose rules
 * for other renderers would double what a resident pays for (walks/assets/filters.py).
 */

/** What the renderer's rules ask for, by the custom property that answers it. */
const ASKED = {
  "--map-ground": "background earth industrial aerodrome glacier sand beach military",
  "--map-place": "pedestrian pier hospital school runway",
  "--map-green": "park_a park_b wood_a wood_b scrub_a scrub_b zoo",
  "--map-water": "water",
  "--map-building": "buildings",
  "--map-street": "major",
  "--map-line": "railway boundaries",
  "--map-name": `roads_label_minor roads_label_major ocean_label state_label country_label
    city_label`,
  "--map-halo": "roads_label_minor_halo roads_label_major_halo state_label_halo city_label_halo",
};

/** @returns {Record<string, string>} each colour as rgb(), which the renderer can mix */
export function namedFlavor() {
  const probe = document.createElement("i");
  probe.style.setProperty("forced-color-adjust", "none");
  document.body.append(probe);
  const page = getComputedStyle(document.documentElement);
  const colours = Object.entries(ASKED).flatMap(([property, names]) => {
    probe.style.color = page.getPropertyValue(property);
    const { color } = getComputedStyle(probe);
    return names.split(/\s+/).map((name) => [name, color]);
  });
  probe.remove();
  return Object.fromEntries(colours);
}
