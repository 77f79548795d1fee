/**
 * What this phone remembers of a walk beside observations and errands: drafts of stop cards, what
 * others noticed, the way. It is forgotten with the walk.
 *
 * @typedef {Pick<import("./app.js").App, "store" | "walk">} OfWalk
 */

/**
 * @param {OfWalk} app
 * @param {string} name
 * @returns {Promise<any>} undefined when nothing is remembered under the name
 */
export function remembered({ store, walk }, name) {
  return store.choice(`${walk.id}:${name}`);
}

/**
 * @param {OfWalk} app
 * @param {string} name
 * @param {unknown} value
 */
export function remember({ store, walk }, name, value) {
  return store.choose(`${walk.id}:${name}`, value);
}
