/**
 * What happens by chance, the same each time.
 *
 * @typedef {(below: number) => number} Chance a whole number from 0 to below
 */

/**
 * Chances that follow from a seed (mulberry32).
 *
 * @param {number} seed
 * @returns {Chance}
 */
export function chances(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/**
 * A JPEG that shows the same and has other bytes: with a comment of 1 to 60 kilobytes in it.
 *
 * @param {Uint8Array} jpeg
 * @param {Chance} chance
 * @returns {ArrayBuffer}
 */
export function commented(jpeg, chance) {
  const comment = Uint8Array.from({ length: 1_000 + chance(60_000) }, () => chance(256));
  const size = comment.length + 2;
  const marked = [...jpeg.subarray(0, 2), 0xff, 0xfe, size >> 8, size & 0xff];
  const whole = new Uint8Array(marked.length + comment.length + jpeg.length - 2);
  whole.set(marked);
  whole.set(comment, marked.length);
  whole.set(jpeg.subarray(2), marked.length + comment.length);
  return whole.buffer;
}
