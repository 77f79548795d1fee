/** A button for each stop: choose one, then click (or press Enter) where it is on the map. */
export class StopPlaces {
  /**
   * @param {HTMLElement} list its data-place and data-there say what a button says, with {name}
   * @param {() => void} onChoose
   */
  constructor(list, onChoose) {
    this.list = list;
    /** @type {number | null} the stop that the next click places */
    this.chosen = null;
    list.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (!button) return;
      this.choose(Number(button.dataset.index));
      if (this.chosen !== null) onChoose();
    });
  }

  /** @param {number} index */
  choose(index) {
    this.chosen = this.chosen === index ? null : index;
    this.list.querySelectorAll("button").forEach((button, place) => {
      button.setAttribute("aria-pressed", String(place === this.chosen));
    });
  }

  /** @param {import("./points.js").Stop[]} stops */
  show(stops) {
    this.list.hidden = stops.length === 0;
    this.list.replaceChildren(...stops.map((stop, index) => this.item(stop, index)));
  }

  /**
   * @param {import("./points.js").Stop} stop
   * @param {number} index
   */
  item({ name, at }, index) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const text = (at ? this.list.dataset.there : this.list.dataset.place) ?? "";
    button.type = "button";
    button.className = "button button--quiet button--small";
    button.dataset.index = String(index);
    button.setAttribute("aria-pressed", String(this.chosen === index));
    button.textContent = `${index + 1}. ${text.replace("{name}", name)}`;
    item.append(button);
    return item;
  }
}
