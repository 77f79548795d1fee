import canonicalize from "canonicalize";
import { hexOf } from "./ids.js";

/**
 * The SHA-256 of bytes, in hexadecimal. Browsers compute it on https and loopback addresses only.
 *
 * @param {ArrayBuffer | Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>}
 */
export async function digestOf(bytes) {
  return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/**
 * The digest of a delivery: SHA-256 over its canonical JSON (RFC 8785), as the server computes it.
 *
 * @param {object} delivery
 * @returns {Promise<string>}
 */
export async function digestOfDelivery(delivery) {
  return digestOf(new TextEncoder().encode(canonicalize(delivery)));
}

/**
 * A digest as the header Content-Digest has it (RFC 9530).
 *
 * @param {string} hex
 * @returns {string}
 */
export function contentDigest(hex) {
  const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return `sha-256=:${btoa(String.fromCharCode(...bytes))}:`;
}

/**
 * Text that can be sent: halves of a split emoji, which JSON cannot carry, are replaced.
 *
 * @param {string} text
 * @returns {string}
 */
export function wellFormed(text) {
  return text.replace(/\p{Surrogate}/gu, "�");
}

// Browsers of 2022 lack this method, which canonicalize calls.
if (!("isWellFormed" in String.prototype)) {
  Object.defineProperty(String.prototype, "isWellFormed", {
    /** @this {string} */
    value() {
      return !/\p{Surrogate}/u.test(this);
    },
  });
}
