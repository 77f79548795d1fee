/**
 * A few kilometres of the globe as a flat sheet in metres: what a walk needs, to a part in 300.
 *
 * @typedef {[number, number]} Point longitude and latitude in degrees
 * @typedef {{x: number, y: number}} Spot metres to the east and to the north
 */

const METRES_IN_A_DEGREE = 111_195; // of latitude, on a sphere of the Earth's mean radius (IUGG)

/** A sheet laid at a point. */
export class Plane {
  /** @param {Point} at */
  constructor([longitude, latitude]) {
    this.longitude = longitude;
    this.latitude = latitude;
    this.width = METRES_IN_A_DEGREE * Math.cos((latitude * Math.PI) / 180);
  }

  /**
   * @param {Point} point
   * @returns {Spot}
   */
  spot([longitude, latitude]) {
    return {
      x: (longitude - this.longitude) * this.width,
      y: (latitude - this.latitude) * METRES_IN_A_DEGREE,
    };
  }

  /**
   * @param {Spot} spot
   * @returns {Point} to about 10 cm
   */
  point({ x, y }) {
    return [
      Number((this.longitude + x / this.width).toFixed(6)),
      Number((this.latitude + y / METRES_IN_A_DEGREE).toFixed(6)),
    ];
  }
}

/**
 * @param {Spot} a
 * @param {Spot} b
 * @returns {number} metres
 */
export function apart(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/**
 * How far a spot is from the straight way between two others.
 *
 * @param {Spot} spot
 * @param {Spot} from
 * @param {Spot} to
 * @returns {number} metres
 */
export function fromSegment(spot, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((spot.x - from.x) * dx + (spot.y - from.y) * dy) / square;
  const part = Math.min(Math.max(along, 0), 1);
  return apart(spot, { x: from.x + part * dx, y: from.y + part * dy });
}

/**
 * How far a spot is from a line.
 *
 * @param {Spot} spot
 * @param {Spot[]} line
 * @returns {number} metres
 */
export function fromLine(spot, line) {
  const each = line.map((to, index) => fromSegment(spot, line[Math.max(index - 1, 0)] ?? to, to));
  return Math.min(...each);
}

/**
 * @param {Spot[]} line
 * @returns {number} metres
 */
export function lengthOf(line) {
  return line.reduce((sum, to, index) => sum + apart(line[Math.max(index - 1, 0)] ?? to, to), 0);
}
