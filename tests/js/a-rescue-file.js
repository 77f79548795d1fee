import "fake-indexeddb/auto";
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { digestOfDelivery } from "../../static/js/digest.js";
import { newId } from "../../static/js/ids.js";
import { changed, deliveryOf } from "../../static/js/outbox.js";
import { mediaOf } from "../../static/js/photos.js";
import { rescueFile } from "../../static/js/rescue.js";
import { openStore } from "../../static/js/store.js";
import { aKeptObservation, aPhoto, aWalk } from "./an.js";

/**
 * Writes the rescue file of a phone of this walk and participant: an observation with this photo,
 * one whose answer was lost and that was changed since, one that was taken back, and a draft.
 * Called by tests/walks/acts/test_rescuing_a_phone.py.
 */

const [walk_id = "", participant_id = "", taken_back = "", picture = "", target = ""] =
  argv.slice(2);
const bytes = new Uint8Array(readFileSync(picture)).buffer;

const store = await openStore("rescued");
const of = { walk_id, recorded_at: "2026-11-21T20:15:00.000+01:00", clock_difference_ms: null };
const fresh = aKeptObservation({ ...of, id: newId() });
const photo = await mediaOf(fresh, "photo", { bytes, type: "image/jpeg" });
const lost = aKeptObservation({ ...of, id: newId() });
const body = deliveryOf(lost, []);
const attempt = { change: 1, body, digest: await digestOfDelivery(body), at: 0 };
await store.keep({
  walks: [aWalk({ id: walk_id, participant_id, token: "the token" })],
  observations: [
    { ...fresh, photos: [photo.id] },
    changed({ ...lost, attempt }, { note: "Nég™ 🚶" }),
    aKeptObservation({ ...of, id: taken_back, withdrawn: true }),
    aKeptObservation({ ...of, id: newId(), kept_at: null }),
  ],
  media: [photo, aPhoto({ walk_id, state: "kept" })],
  bytes: [{ id: photo.id, walk_id, bytes }],
});
const file = await rescueFile(store, walk_id);
writeFileSync(target, new Uint8Array((await file?.arrayBuffer()) ?? []));
store.close();
