import { parse } from "exifr/dist/mini.esm.mjs";

/**
 * What a photo's file says of itself: when it was taken, and where. Loaded only when somebody
 * chooses a photo that was taken before; nothing of it is kept unless they say so.
 *
 * @typedef {{longitude: number, latitude: number}} Spot
 * @typedef {{at: string | null, spot: Spot | null}} Told `at` as RFC 3339, with an offset
 */

const HEAD_BYTES = 262_144; // what is said of a photo stands in front of its pixels
// Tags of Exif 3.0: DateTimeOriginal, OffsetTimeOriginal; then the GPS part's first four.
const [TAKEN, OFFSET] = [0x9003, 0x9011];
const WANTED = {
  ifd0: false,
  exif: [TAKEN, OFFSET],
  gps: [1, 2, 3, 4],
  mergeOutput: false,
  reviveValues: false,
};

/**
 * @param {Blob} file
 * @param {(local: Date) => string} written an instant with the phone's own offset
 * @returns {Promise<Told>} nothing where the file says nothing, or is no JPEG
 */
export async function toldBy(file, written) {
  const found = await read(file);
  return {
    at: instantOf(found?.exif?.[TAKEN], found?.exif?.[OFFSET], written),
    spot: spotOf(found?.gps),
  };
}

/** @param {Blob} file */
async function read(file) {
  try {
    return await parse(await file.slice(0, HEAD_BYTES).arrayBuffer(), WANTED);
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} taken "2026:11:20 18:10:00", on the clocks of the place
 * @param {unknown} offset "+01:00"; without it, the phone's own at that hour
 * @param {(local: Date) => string} written
 */
function instantOf(taken, offset, written) {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(String(taken));
  if (!parts) return null;
  const local = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}`;
  const isSaid = /^[+-](0\d|1[0-4]):[0-5]\d$/.test(String(offset));
  const instant = new Date(isSaid ? `${local}${offset}` : local);
  if (Number.isNaN(instant.getTime())) return null;
  return isSaid ? `${local}${offset}` : written(instant);
}

/**
 * @param {any} gps
 * @returns {Spot | null}
 */
function spotOf(gps) {
  const [longitude, latitude] = [gps?.longitude, gps?.latitude];
  const isThere = Number.isFinite(longitude) && Number.isFinite(latitude);
  const isOnEarth = isThere && Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
  // Zero and zero is what cameras write that had no fix.
  if (!isOnEarth || (longitude === 0 && latitude === 0)) return null;
  return { longitude: Number(longitude.toFixed(6)), latitude: Number(latitude.toFixed(6)) };
}
