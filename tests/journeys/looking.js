/* What only a browser can say of a page: run in it by looking.py, one function at a time. */

const hidden = ".visually-hidden, .skip-link, svg, .leaflet-container, script, noscript";
const isShown = (one) =>
  one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest(hidden);
const shown = [...document.body.querySelectorAll("*")].filter(isShown);
const named = (one) => one.outerHTML.slice(0, 160);
const how = (one, part) => getComputedStyle(one, part);

/** Texts that are cut off, stick out of their box, or leave the screen. */
function clipped() {
  const hasText = (one) => [...one.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const leaves = (one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    const box = range.getBoundingClientRect();
    return box.right > document.documentElement.clientWidth + 1 || box.left < -1;
  };
  const isCut = (one) => {
    const { display, overflowY, webkitLineClamp } = how(one);
    if (display === "inline" || webkitLineClamp !== "none") return false;
    const isLow = overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1;
    return isLow || (one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1);
  };
  const texts = shown.filter((one) => hasText(one) && !one.closest("[class*=scroll]"));
  return texts.filter((one) => leaves(one) || isCut(one)).map(named);
}

/** What stays in place while the page moves, when it takes more than half the screen. */
function covered() {
  const stays = (one) => ["sticky", "fixed"].includes(how(one).position);
  const heights = shown.filter(stays).map((one) => one.getBoundingClientRect().height);
  const high = heights.reduce((sum, one) => sum + one, 0);
  return high > innerHeight / 2 ? [`${high} of ${innerHeight} pixels`] : [];
}

/** What moves or fades although the person asked for less motion. */
function moving() {
  const moves = (one) =>
    [undefined, "::before", "::after"].some((part) => {
      const { animationName, transitionDuration, scrollBehavior } = how(one, part);
      const fades = transitionDuration.split(", ").some((time) => time !== "0s");
      return animationName !== "none" || fades || scrollBehavior === "smooth";
    });
  return shown.filter(moves).map(named);
}

/** What has no frame when it has the focus. */
function unfocused() {
  const isFramed = (one) =>
    one && how(one).outlineStyle !== "none" && Number.parseFloat(how(one).outlineWidth) >= 2;
  const around = (one) => [one, one.nextElementSibling, one.closest("label, .take")];
  const reached = "a[href], button:enabled, input:enabled, textarea, select, summary";
  const before = document.activeElement;
  const unseen = [...document.querySelectorAll(reached)].filter((one) => {
    if (!one.checkVisibility()) return false;
    one.focus({ preventScroll: true, focusVisible: true });
    return document.activeElement === one && !around(one).some(isFramed);
  });
  before?.focus?.({ preventScroll: true });
  return unseen.map(named);
}

/** Shapes in the colour of what they lie on, and things to press that have no edge. */
function lost() {
  const ground = (one) => {
    const { backgroundColor } = how(one);
    const isClear = backgroundColor === "transparent" || backgroundColor.endsWith(", 0)");
    return isClear && one.parentElement ? ground(one.parentElement) : backgroundColor;
  };
  const shapes = [...document.querySelectorAll(".mark path, .severity__stroke")];
  const isLost = (one) => how(one).fill === ground(one.closest("svg").parentElement);
  const pressed = ".button:not(.button--plain), .tile, .choice__box, .kind, .take, .input, textarea";
  const isBare = (one) => one.matches(pressed) && Number.parseFloat(how(one).borderTopWidth) < 1;
  const faint = shapes.filter((one) => one.checkVisibility() && isLost(one));
  return [...faint, ...shown.filter(isBare)].map(named);
}

/** Everything that is said in the page's own language, names for screen readers too; no codes. */
function said() {
  const isOwn = (one) =>
    one.closest("[lang]") === document.documentElement &&
    !one.closest("script, noscript, [translate=no]");
  const parts = (one) => [
    ...[...one.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data),
    ...["aria-label", "alt", "title", "placeholder"].map((name) => one.getAttribute(name) ?? ""),
  ];
  const own = [...document.body.querySelectorAll("*")].filter(
    (one) => isOwn(one) && one.checkVisibility(),
  );
  return [document.title, ...own.flatMap(parts)].map((text) => text.trim()).filter(Boolean);
}
