import { unsent } from "./screens/states.js";
import { word } from "./words.js";

/**
 * How many things are only on this phone so far, in the header of every screen; gone when there are
 * none.
 *
 * @param {import("./app.js").App} app
 */
export function showUnsent({ store, walk }) {
  const badge = /** @type {HTMLElement} */ (document.getElementById("unsent"));
  const [figure, words] = /** @type {HTMLElement[]} */ ([...badge.querySelectorAll("span")]);
  const refresh = async () => {
    const count = unsent(
      await store.of("observations", walk.id),
      await store.of("media", walk.id),
      await store.of("errands", walk.id),
    );
    badge.hidden = count === 0;
    if (figure) figure.textContent = String(count);
    if (words) words.textContent = count ? word("home.unsent", { count }) : "";
  };
  store.addEventListener("change", refresh);
  refresh();
}
