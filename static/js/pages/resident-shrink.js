import { shrunk } from "../shrinking.js";

// The worker: a photo comes in, a smaller one goes out, or null where it cannot be read.
addEventListener("message", async ({ data }) => {
  const { file } = data;
  try {
    const bytes = await shrunk(file, ({ width, height }) => new OffscreenCanvas(width, height));
    postMessage({ bytes }, { transfer: [bytes] });
  } catch {
    postMessage({ bytes: null });
  }
});
postMessage("ready");
