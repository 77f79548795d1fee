/**
 * Makes a photo small enough to travel. Runs in a worker where the browser can draw there.
 */

export const LONGEST_SIDE = 2048;
export const TARGET_BYTES = 400_000;
const QUALITIES = [0.8, 0.7, 0.6, 0.5];

/**
 * The size of a picture whose longest side is at most `LONGEST_SIDE` pixels.
 *
 * @param {number} width
 * @param {number} height
 * @returns {{width: number, height: number}}
 */
export function fitted(width, height) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/**
 * Draws a photo anew, upright and small; nothing but its pixels remains of it.
 *
 * @param {Blob} file
 * @param {(size: {width: number, height: number}) => HTMLCanvasElement | OffscreenCanvas} canvasOf
 * @returns {Promise<ArrayBuffer>} a JPEG
 * @throws when the browser cannot read the picture
 */
export async function shrunk(file, canvasOf) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const size = fitted(bitmap.width, bitmap.height);
  const canvas = canvasOf(size);
  const context = /** @type {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d")
  );
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  bitmap.close();
  return (await smallest(canvas)).arrayBuffer();
}

/**
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @returns {Promise<Blob>} the best quality that fits the target, else the smallest
 */
async function smallest(canvas) {
  let blob = await jpegOf(canvas, Number(QUALITIES[0]));
  for (const quality of QUALITIES.slice(1)) {
    if (blob.size <= TARGET_BYTES) return blob;
    blob = await jpegOf(canvas, quality);
  }
  return blob;
}

/**
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {number} quality
 * @returns {Promise<Blob>}
 */
function jpegOf(canvas, quality) {
  if ("convertToBlob" in canvas) return canvas.convertToBlob({ type: "image/jpeg", quality });
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("empty"))),
      "image/jpeg",
      quality,
    );
  });
}
