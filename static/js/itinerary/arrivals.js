const EVERY = 5_000; // milliseconds
const AT_MOST = 60_000; // between two questions when the server does not answer

/**
 * Ask every few seconds, while the page is seen, what has arrived since it was made, and say so
 * once; the link beside it shows the page anew.
 * @param {HTMLElement} list
 */
export function tellArrivals(list) {
  const news = list.querySelector("[data-news]");
  const shape = list.querySelector("[data-news-shown]");
  const address = list.dataset.arrivals;
  if (!news || !(shape instanceof HTMLTemplateElement) || !address) return;
  let wait = EVERY;
  let said = "";

  const ask = async () => {
    if (!document.hidden) {
      const sentence = await arrived(address);
      wait = sentence === null ? Math.min(wait * 2, AT_MOST) : EVERY;
      if (sentence && sentence !== said) {
        said = sentence;
        say(news, shape, sentence);
      }
    }
    setTimeout(ask, wait);
  };
  setTimeout(ask, wait);
}

/**
 * The sentence, or null when the server did not answer.
 * @param {string} address
 * @returns {Promise<string | null>}
 */
async function arrived(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).sentence : null;
  } catch {
    return null;
  }
}

/**
 * @param {Element} news
 * @param {HTMLTemplateElement} shape
 * @param {string} sentence
 */
function say(news, shape, sentence) {
  const shown = /** @type {DocumentFragment} */ (shape.content.cloneNode(true));
  const place = shown.querySelector("[data-sentence]");
  if (place) place.textContent = sentence;
  // The link leads to this very page, which a browser would not load again for a new anchor.
  shown.querySelector("a")?.addEventListener("click", (event) => {
    if (location.search) return;
    event.preventDefault();
    location.hash = "observations";
    location.reload();
  });
  news.replaceChildren(shown);
}
