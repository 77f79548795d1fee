import { labelOf } from "./words.js";

/**
 * Looks things up in a walk's method, as it came with the walk sheet.
 *
 * @typedef {{slug: string, label: any, hint?: any, pictogram?: string}} Named
 * @typedef {Named & {categories: Named[]}} Theme
 * @typedef {Named & {section: string, choice: "one" | "many", sensitive: boolean,
 *   options: (Named & {exclusive?: boolean})[]}} Question
 * @typedef {{id: string, ordinal: number, name: string, prompt: string,
 *   position: [number, number] | null}} Stop
 */

/**
 * @param {any} sheet
 * @returns {Theme[]}
 */
export function themesOf(sheet) {
  return sheet.method.themes;
}

/**
 * @param {any} sheet
 * @param {string | null} slug
 * @returns {Theme | undefined}
 */
export function themeOf(sheet, slug) {
  return themesOf(sheet).find((theme) => theme.slug === slug);
}

/**
 * @param {any} sheet
 * @param {Pick<import("./store.js").Content, "theme" | "category">} content
 * @returns {Named | undefined}
 */
export function categoryOf(sheet, content) {
  return themeOf(sheet, content.theme)?.categories.find((one) => one.slug === content.category);
}

/**
 * What an observation is about, in as many words as were chosen: its category, else its theme.
 *
 * @param {any} sheet
 * @param {Pick<import("./store.js").Content, "theme" | "category">} content
 * @returns {string} empty when neither is known
 */
export function subjectOf(sheet, content) {
  return labelOf(categoryOf(sheet, content) ?? themeOf(sheet, content.theme));
}

/**
 * @param {any} sheet
 * @param {string | null} id
 * @returns {Stop | undefined}
 */
export function stopOf(sheet, id) {
  return sheet.stops.find((/** @type {Stop} */ stop) => stop.id === id);
}
