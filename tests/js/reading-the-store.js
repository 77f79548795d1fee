/**
 * Runs in a page: what the phone's memory holds of a walk, read without the product's own code,
 * each photo's bytes digested anew.
 *
 * @param {string} walkId
 */
async (walkId) => {
  const opening = indexedDB.open("phone");
  /** @type {<T>(asked: IDBRequest<T>) => Promise<T>} */
  const answerTo = (asked) =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  const opened = await answerTo(opening);
  const shelves = opened.transaction(["walks", "observations", "media", "bytes", "errands"]);
  /** @param {string} shelf @returns {Promise<any[]>} */
  const all = (shelf) => answerTo(shelves.objectStore(shelf).getAll());
  const [walks, observations, media, bytes, errands] = await Promise.all(
    ["walks", "observations", "media", "bytes", "errands"].map(all),
  );
  opened.close();
  /** @param {ArrayBuffer} content */
  const digestOf = async (content) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const digests = await Promise.all(
    (bytes ?? []).map(async (one) => [one.id, await digestOf(one.bytes)]),
  );
  const found = Object.fromEntries(digests);
  const mine = (/** @type {{walk_id: string}} */ one) => one.walk_id === walkId;
  return {
    participant: walks?.find((one) => one.id === walkId)?.participant_id,
    errands: errands?.filter(mine),
    observations: observations?.filter(mine).map((one) => ({
      id: one.id,
      kept_at: one.kept_at,
      change: one.change,
      note: one.content.note,
      severity: one.content.severity,
      theme: one.content.theme,
      acknowledged: one.acknowledged,
      refusal: one.refusal,
      media: [...one.photos, ...(one.voice ? [one.voice] : [])].map((id) => ({
        ...media?.find((each) => each.id === id),
        found: found[id] ?? null,
      })),
    })),
  };
};
