import { openDB } from "idb";

/**
 * The phone's own memory: everything is written here before anything else happens.
 *
 * @typedef {{longitude: number, latitude: number, accuracy_m: number | null,
 *   source: "gps" | "map" | "photo"}} Position
 * @typedef {"problem" | "asset" | "idea"} Kind
 * @typedef {object} Content what a resident says about one thing they noticed
 * @property {Kind} kind
 * @property {string | null} theme
 * @property {string | null} category
 * @property {number | null} severity
 * @property {string[]} affects
 * @property {string | null} note
 * @property {string | null} note_language
 * @property {string | null} proposal
 * @property {Position | null} position
 * @property {Position | null} observer_position
 * @property {string | null} stop
 * @property {string | null} next_stop
 * @property {"left" | "right" | null} side
 * @property {"stop" | "between" | null} place
 *
 * @typedef {{code: string, title: string, detail: string, stored?: any}} Refusal
 * @typedef {{change: number, body: Record<string, any>, digest: string}} Attempt
 * @typedef {{change: number, revision: number, digest: string, photos: string[]}} Acknowledgement
 *
 * @typedef {object} Observation
 * @property {string} id
 * @property {string} walk_id
 * @property {number} made_at milliseconds since 1970
 * @property {number | null} kept_at null as long as it is a draft
 * @property {string} recorded_at RFC 3339 with the phone's offset
 * @property {number | null} clock_difference_ms phone less server
 * @property {Content} content
 * @property {boolean} placed whether the person chose the place; else it follows the GPS
 * @property {string[]} photos ids, in the order they were taken
 * @property {number} change how often it was changed on this phone
 * @property {Attempt | null} attempt a delivery whose answer has not been seen
 * @property {Acknowledgement | null} acknowledged the last delivery that the server said it keeps
 * @property {Refusal | null} refusal
 * @property {boolean} withdrawn the person took it back; the server has not confirmed yet
 * @property {number} tries failed deliveries in a row
 * @property {number} not_before milliseconds since 1970
 *
 * @typedef {object} Photo
 * @property {string} id
 * @property {string} observation_id
 * @property {string} walk_id
 * @property {ArrayBuffer} bytes
 * @property {string} type
 * @property {string} digest SHA-256 in hexadecimal
 * @property {"waiting" | "received" | "kept" | "refused"} state
 * @property {string} detail why it was refused
 * @property {number} tries
 * @property {number} not_before
 *
 * @typedef {object} JoinedWalk
 * @property {string} id
 * @property {string} code
 * @property {string} token
 * @property {string} participant_id
 * @property {any} sheet the walk sheet, as last seen
 * @property {number | null} clock_difference_ms
 * @property {Refusal | null} shut why this phone can no longer send to the walk
 * @property {{answers: Record<string, any>, change: number, sent: number,
 *   refusal: Refusal | null, tries: number, not_before: number} | null} profile
 *
 * @typedef {{walks: JoinedWalk, observations: Observation, photos: Photo}} Kept
 * @typedef {keyof Kept} Shelf
 */

const STRICT = /** @type {IDBTransactionOptions} */ ({ durability: "strict" });

/**
 * Opens the memory, making it on the first visit.
 *
 * @param {string} [name]
 */
export async function openStore(name = "walks") {
  const db = await openDB(name, 1, {
    upgrade(made) {
      made.createObjectStore("walks", { keyPath: "id" });
      for (const shelf of ["observations", "photos"]) {
        const made_one = made.createObjectStore(shelf, { keyPath: "id" });
        made_one.createIndex("walk_id", "walk_id");
      }
      made.createObjectStore("choices");
    },
    blocking: () => db.close(),
  });
  return new Store(db);
}

/** Reads and writes what is kept, and tells who listens that something changed. */
export class Store extends EventTarget {
  /** @param {import("idb").IDBPDatabase} db */
  constructor(db) {
    super();
    this.db = db;
    this.channel = new BroadcastChannel(`store:${db.name}`);
    this.channel.onmessage = () => this.dispatchEvent(new Event("change"));
  }

  /**
   * @template {Shelf} S
   * @param {S} shelf
   * @param {string} id
   * @returns {Promise<Kept[S] | undefined>}
   */
  get(shelf, id) {
    return this.db.get(shelf, id);
  }

  /** @returns {Promise<JoinedWalk[]>} */
  walks() {
    return this.db.getAll("walks");
  }

  /**
   * What belongs to a walk, oldest first.
   *
   * @template {"observations" | "photos"} S
   * @param {S} shelf
   * @param {string} walkId
   * @returns {Promise<Kept[S][]>}
   */
  of(shelf, walkId) {
    return this.db.getAllFromIndex(shelf, "walk_id", walkId);
  }

  /**
   * Writes things together: all of them are on the disk when this returns, or none.
   *
   * @param {{[S in Shelf]?: Kept[S][]}} things
   */
  async keep(things) {
    const shelves = /** @type {Shelf[]} */ (Object.keys(things));
    const transaction = this.db.transaction(shelves, "readwrite", STRICT);
    for (const shelf of shelves) {
      for (const thing of things[shelf] ?? []) transaction.objectStore(shelf).put(thing);
    }
    await transaction.done;
    this.tell();
  }

  /**
   * Changes a thing as it is now, in one transaction; the change may return nothing to leave it.
   *
   * @template {Shelf} S
   * @param {S} shelf
   * @param {string} id
   * @param {(thing: Kept[S]) => Kept[S] | undefined} change
   * @returns {Promise<Kept[S] | undefined>} the thing after the change
   */
  async change(shelf, id, change) {
    const transaction = this.db.transaction(shelf, "readwrite", STRICT);
    const found = await transaction.store.get(id);
    const changed = found && change(found);
    if (changed) await transaction.store.put(changed);
    await transaction.done;
    if (changed) this.tell();
    return changed ?? found;
  }

  /**
   * Forgets an observation and its photos.
   *
   * @param {Observation} observation
   */
  async forget(observation) {
    const transaction = this.db.transaction(["observations", "photos"], "readwrite", STRICT);
    transaction.objectStore("observations").delete(observation.id);
    for (const photo of observation.photos) transaction.objectStore("photos").delete(photo);
    await transaction.done;
    this.tell();
  }

  /**
   * Adds a photo to an observation, or takes it away again.
   *
   * @param {string} id the observation's
   * @param {Photo | string} photo a new photo, or the id of one to forget
   */
  async changePhotos(id, photo) {
    const transaction = this.db.transaction(["observations", "photos"], "readwrite", STRICT);
    const observations = transaction.objectStore("observations");
    /** @type {Observation} */
    const found = await observations.get(id);
    const photos =
      typeof photo === "string"
        ? found.photos.filter((one) => one !== photo)
        : [...found.photos, photo.id];
    observations.put({ ...found, photos, change: found.change + 1, refusal: null, not_before: 0 });
    if (typeof photo === "string") transaction.objectStore("photos").delete(photo);
    else transaction.objectStore("photos").put(photo);
    await transaction.done;
    this.tell();
  }

  /**
   * A choice of this phone's, such as the theme.
   *
   * @param {string} name
   * @returns {Promise<any>}
   */
  choice(name) {
    return this.db.get("choices", name);
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  async choose(name, value) {
    await this.db.put("choices", value, name);
  }

  /** Tells this page and the phone's other ones that something changed. */
  tell() {
    this.dispatchEvent(new Event("change"));
    this.channel.postMessage("change");
  }

  /** Lets go of the memory. */
  close() {
    this.channel.close();
    this.db.close();
  }
}
