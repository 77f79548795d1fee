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
 * @typedef {{change: number, body: Record<string, any>, digest: string, at: number}} Attempt `at`
 *   says when it was last sent, in milliseconds since 1970
 * @typedef {{change: number, revision: number, digest: string, media: string[]}} Acknowledgement
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
 * @property {string[]} photos ids of media, in the order they were taken
 * @property {string | null} voice id of the voice note
 * @property {number} change how often it was changed on this phone
 * @property {Attempt | null} attempt a delivery whose answer has not been seen
 * @property {Acknowledgement | null} acknowledged the last delivery that the server said it keeps
 * @property {Refusal | null} refusal
 * @property {boolean} withdrawn the person took it back; the server has not confirmed yet
 * @property {boolean} alone a backlog that held it was refused as a whole: it travels by itself
 * @property {Attempt} [rescued] the delivery that the last rescue file held
 * @property {number} tries failed deliveries in a row
 * @property {number} not_before milliseconds since 1970
 *
 * @typedef {object} Media a photo or a voice note; its bytes lie on a shelf of their own
 * @property {string} id
 * @property {string} observation_id
 * @property {string} walk_id
 * @property {"photo" | "voice"} medium
 * @property {string} type
 * @property {number} size bytes
 * @property {number | null} seconds how long a voice note is
 * @property {string} digest SHA-256 in hexadecimal
 * @property {"waiting" | "received" | "kept" | "refused"} state
 * @property {string} detail why it was refused
 * @property {number | null} kept_at when the server said that it is kept, in milliseconds since 1970
 * @property {number} tries
 * @property {number} not_before
 *
 * @typedef {{id: string, walk_id: string, bytes: ArrayBuffer}} Bytes of the media with this id
 *
 * @typedef {object} Errand something small that the server is to know; the last word counts
 * @property {string} id the walk's id and the name
 * @property {string} walk_id
 * @property {string} name
 * @property {"PUT" | "POST" | "DELETE"} method
 * @property {string} path
 * @property {any} json
 * @property {number} change how often it was said anew
 * @property {number} sent the change that the server has confirmed
 * @property {Refusal | null} refusal
 * @property {number} tries
 * @property {number} not_before
 *
 * @typedef {object} JoinedWalk
 * @property {string} id
 * @property {string} code
 * @property {string} token
 * @property {string} participant_id
 * @property {{code: string, qr: string} | null} receipt with it, this participant comes back
 * @property {any} sheet the walk sheet, as last seen
 * @property {number | null} clock_difference_ms
 * @property {Refusal | null} shut why this phone can no longer send to the walk
 * @property {boolean} [visiting] it came with a receipt, perhaps on a borrowed device
 *
 * @typedef {{walks: JoinedWalk, observations: Observation, media: Media, bytes: Bytes,
 *   errands: Errand}} Kept
 * @typedef {keyof Kept} Shelf
 * @typedef {Exclude<Shelf, "walks">} OfWalk
 */

const STRICT = /** @type {IDBTransactionOptions} */ ({ durability: "strict" });

/**
 * Opens the memory, making it on the first visit.
 *
 * @param {string} [name]
 */
export async function openStore(name = "phone") {
  const store = new Store(name);
  await store.open();
  return store;
}

/** Reads and writes what is kept, and tells who listens that something changed. */
export class Store extends EventTarget {
  /** @param {string} name */
  constructor(name) {
    super();
    this.name = name;
    /** @type {import("idb").IDBPDatabase | undefined} */
    this.opened = undefined;
    this.channel = new BroadcastChannel(`store:${name}`);
    this.channel.onmessage = () => this.dispatchEvent(new Event("change"));
  }

  async open() {
    this.opened = await openDB(this.name, 1, {
      upgrade(made) {
        made.createObjectStore("walks", { keyPath: "id" });
        for (const shelf of ["observations", "media", "bytes", "errands"]) {
          made.createObjectStore(shelf, { keyPath: "id" }).createIndex("walk_id", "walk_id");
        }
        made.createObjectStore("choices");
      },
      blocking: () => this.opened?.close(),
      terminated: () => {
        this.opened = undefined;
      },
    });
    return this.opened;
  }

  /**
   * Does something with the database; once more with a new connection where the phone has cut
   * the one there was, as iOS does to a page that slept.
   *
   * @template T
   * @param {(db: import("idb").IDBPDatabase) => Promise<T>} act
   * @returns {Promise<T>}
   */
  async with(act) {
    try {
      return await act(this.opened ?? (await this.open()));
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "InvalidStateError")) throw error;
      return act(await this.open());
    }
  }

  /**
   * @template {Shelf} S
   * @param {S} shelf
   * @param {string} id
   * @returns {Promise<Kept[S] | undefined>}
   */
  get(shelf, id) {
    return this.with((db) => db.get(shelf, id));
  }

  /** @returns {Promise<JoinedWalk[]>} */
  walks() {
    return this.with((db) => db.getAll("walks"));
  }

  /**
   * What belongs to a walk, oldest first.
   *
   * @template {OfWalk} S
   * @param {S} shelf
   * @param {string} walkId
   * @returns {Promise<Kept[S][]>}
   */
  of(shelf, walkId) {
    return this.with((db) => db.getAllFromIndex(shelf, "walk_id", walkId));
  }

  /**
   * Writes on some shelves in one transaction: all of it is on the disk when this returns, or none.
   *
   * @template T
   * @param {Shelf[]} shelves
   * @param {(on: (shelf: Shelf) => any) => Promise<T>} write
   * @returns {Promise<T>}
   */
  async write(shelves, write) {
    const written = await this.with(async (db) => {
      const transaction = db.transaction(shelves, "readwrite", STRICT);
      const ended = transaction.done.catch((/** @type {unknown} */ error) => error);
      const result = await write((shelf) => transaction.objectStore(shelf)).catch((error) => {
        transaction.abort();
        throw error;
      });
      const fault = await ended;
      if (fault) throw fault;
      return result;
    });
    this.tell();
    return written;
  }

  /**
   * Writes things together.
   *
   * @param {{[S in Shelf]?: Kept[S][]}} things
   */
  async keep(things) {
    const shelves = /** @type {Shelf[]} */ (Object.keys(things));
    await this.write(shelves, async (on) => {
      const put = (/** @type {Shelf} */ shelf) =>
        (things[shelf] ?? []).map((thing) => on(shelf).put(thing));
      await Promise.all(shelves.flatMap(put));
    });
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
    return this.write([shelf], async (on) => {
      const found = await on(shelf).get(id);
      const changed = found && change(found);
      if (changed) await on(shelf).put(changed);
      return changed ?? found;
    });
  }

  /**
   * Makes a thing of what was there before, which may be nothing, in one transaction.
   *
   * @template {Shelf} S
   * @param {S} shelf
   * @param {string} id
   * @param {(before: Kept[S] | undefined) => Kept[S]} make
   */
  async renew(shelf, id, make) {
    await this.write([shelf], async (on) => on(shelf).put(make(await on(shelf).get(id))));
  }

  /**
   * Forgets an observation, its photos and its voice note.
   *
   * @param {Observation} observation
   */
  async forget(observation) {
    const media = [...observation.photos, ...(observation.voice ? [observation.voice] : [])];
    await this.write(["observations", "media", "bytes"], async (on) => {
      await on("observations").delete(observation.id);
      for (const id of media) {
        await on("media").delete(id);
        await on("bytes").delete(id);
      }
    });
  }

  /**
   * Adds a photo or a voice note to an observation; a second voice note takes the first one's place.
   *
   * @param {Media} media
   * @param {ArrayBuffer} bytes
   */
  async addMedia(media, bytes) {
    await this.write(["observations", "media", "bytes"], async (on) => {
      /** @type {Observation} */
      const found = await on("observations").get(media.observation_id);
      if (media.medium === "voice" && found.voice) await dropped(on, found.voice);
      const added =
        media.medium === "voice"
          ? { voice: media.id }
          : { photos: [...found.photos.filter((one) => one !== media.id), media.id] };
      await on("observations").put({ ...found, ...added, ...anew(found) });
      await on("media").put(media);
      await on("bytes").put({ id: media.id, walk_id: media.walk_id, bytes });
    });
  }

  /**
   * Takes a photo or the voice note away from its observation.
   *
   * @param {string} observationId
   * @param {string} id
   */
  async dropMedia(observationId, id) {
    await this.write(["observations", "media", "bytes"], async (on) => {
      /** @type {Observation} */
      const found = await on("observations").get(observationId);
      const photos = found.photos.filter((one) => one !== id);
      const voice = found.voice === id ? null : found.voice;
      await on("observations").put({ ...found, photos, voice, ...anew(found) });
      await dropped(on, id);
    });
  }

  /**
   * Lets go of the bytes that the server has kept since before an instant; what they were of and
   * their digest stay, so that the observation can still be corrected.
   *
   * @param {string} walkId
   * @param {number} before milliseconds since 1970
   */
  async forgetBytes(walkId, before) {
    const media = await this.of("media", walkId);
    const old = media.filter((one) => one.state === "kept" && (one.kept_at ?? before) < before);
    if (old.length === 0) return;
    await this.write(["bytes"], async (on) => {
      for (const one of old) await on("bytes").delete(one.id);
    });
  }

  /**
   * Forgets a walk and everything of it.
   *
   * @param {string} walkId
   */
  async forgetWalk(walkId) {
    const shelves = /** @type {OfWalk[]} */ (["observations", "media", "bytes", "errands"]);
    const ofWalk = IDBKeyRange.bound(`${walkId}:`, `${walkId};`); // what walk-memory.js remembers
    await this.with((db) => db.delete("choices", ofWalk));
    await this.write(["walks", ...shelves], async (on) => {
      await on("walks").delete(walkId);
      for (const shelf of shelves) {
        for (const id of await on(shelf).index("walk_id").getAllKeys(walkId)) {
          await on(shelf).delete(id);
        }
      }
    });
  }

  /**
   * A choice of this phone's, such as the theme.
   *
   * @param {string} name
   * @returns {Promise<any>}
   */
  choice(name) {
    return this.with((db) => db.get("choices", name));
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  async choose(name, value) {
    await this.with((db) => db.put("choices", value, name));
  }

  /** Tells this page and the phone's other ones that something changed. */
  tell() {
    this.dispatchEvent(new Event("change"));
    this.channel.postMessage("change");
  }

  /** Lets go of the memory. */
  close() {
    this.channel.close();
    this.opened?.close();
  }
}

/** @param {Observation} found */
function anew(found) {
  return { change: found.change + 1, refusal: null, not_before: 0 };
}

/**
 * @param {(shelf: Shelf) => any} on
 * @param {string} id
 */
async function dropped(on, id) {
  await on("media").delete(id);
  await on("bytes").delete(id);
}
