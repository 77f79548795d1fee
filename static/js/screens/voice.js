import { clock } from "../clock.js";
import { announce, h, icon, mark, notice, wayBack } from "../dom.js";
import { NoMicrophone, recordable, startRecording } from "../voice.js";
import { both, word } from "../words.js";

/**
 * Saying it instead of typing: record, listen, delete, record anew.
 *
 * @typedef {import("../app.js").App} App
 * @typedef {import("../store.js").Media} Media
 * @typedef {import("../voice.js").Recording} Recording
 */

const SECONDS = 120; // where the walk's sheet does not say
const SOON = 10; // seconds before the end
const LOOKS_MS = 100;
const QUIET = 0.04;
const QUIET_LOOKS = 30; // as long as nothing is heard before it is said

/**
 * @param {App} app
 * @param {string} id of the observation
 * @returns {Promise<import("./index.js").Screen>}
 */
export async function voice(app, id) {
  const observation = await app.store.get("observations", id);
  if (!observation || observation.withdrawn) {
    app.go("");
    return { title: "", node: h("div") };
  }
  const title = word("ask.voice");
  const booth = new Booth(app, id);
  await booth.offer();
  const own = location.hash;
  return {
    title,
    isRecording: true,
    leave: async () => {
      // A message that covers the page for a moment ends nothing.
      if (location.hash !== own || document.visibilityState === "hidden") await booth.leave();
    },
    node: h(
      "div",
      { class: "hand stack stack--loose" },
      wayBack(`#record/${id}`, word("back.record")),
      h("h1", { tabindex: -1, class: "question-title" }, mark(observation.content.kind), title),
      h("p", { class: "voice-who" }, icon("lock"), h("span", {}, both("voice.who"))),
      booth.node,
    ),
  };
}

/** Where one records: what is shown follows what happens. */
class Booth {
  /**
   * @param {App} app
   * @param {string} id
   */
  constructor(app, id) {
    this.app = app;
    this.id = id;
    this.most = app.sheet.limits.voice_seconds ?? SECONDS;
    this.node = h("div", { class: "stack voice-booth" });
    /** @type {Recording | undefined} */
    this.recording = undefined;
    /** @type {HTMLAudioElement | undefined} */
    this.player = undefined;
  }

  /** Shows the note that there is, and how to make one. */
  async offer() {
    const { store } = this.app;
    const observation = await store.get("observations", this.id);
    const note = observation?.voice ? await store.get("media", observation.voice) : undefined;
    if (!recordable() && !note) return this.refuse(false);
    if (note) return this.show(...this.heard(note));
    const most = h("p", { class: "soft" }, word("voice.most", { time: clock(this.most) }));
    const record = this.button("microphone", word("voice.record"), () => this.record());
    return this.show(record, most, this.way("note", word("voice.type"), "quiet"));
  }

  async record() {
    this.silence();
    this.show(h("p", { role: "status" }, word("voice.asking")));
    try {
      this.recording = await startRecording(this.app.store, this.id, this.most);
    } catch (error) {
      if (!(error instanceof NoMicrophone)) throw error;
      return this.refuse(error.isDenied);
    }
    const stop = this.button("check", word("voice.stop"), () => this.recording?.stop());
    this.show(...this.dial(this.recording), stop);
    stop.focus();
    announce(word("voice.recording"));
    const media = await this.recording.ended;
    this.recording = undefined;
    this.app.sender.kick();
    await this.offer();
    announce(word(media ? "voice.kept" : "voice.empty"));
    return this.node.querySelector("button")?.focus();
  }

  /**
   * The time that is left, the meter, and in words whether anything is heard.
   *
   * @param {Recording} recording
   */
  dial(recording) {
    const left = h("p", { class: "voice-left" });
    const bar = h("span");
    const said = h("p", { role: "status" });
    let quiet = 0;
    let isSoon = false;
    const look = () => {
      if (this.recording !== recording) return clearInterval(timer);
      const { level, seconds } = recording;
      bar.style.setProperty("--level", (level ?? 0).toFixed(2));
      left.textContent = word("voice.left", { time: clock(Math.ceil(this.most - seconds)) });
      quiet = (level ?? 1) < QUIET ? quiet + 1 : 0;
      const heard = word(quiet < QUIET_LOOKS ? "voice.heard" : "voice.silent");
      if (level !== null && said.textContent !== heard && (quiet === 0 || quiet >= QUIET_LOOKS)) {
        said.textContent = heard;
      }
      if (!isSoon && this.most - seconds <= SOON) {
        isSoon = true;
        announce(word("voice.left", { time: clock(SOON) }));
      }
      return undefined;
    };
    const timer = setInterval(look, LOOKS_MS);
    look();
    return [
      h("p", { class: "voice-on" }, icon("microphone"), word("voice.recording")),
      left,
      h("div", { class: "voice-meter", "aria-hidden": "true" }, bar),
      said,
    ];
  }

  /**
   * @param {Media} note
   * @returns {HTMLElement[]}
   */
  heard(note) {
    const about = word("voice.note", { time: clock(note.seconds ?? 0) });
    const listen = this.button("play", word("voice.listen"), () => this.play(note, listen));
    const again = this.button("microphone", word("voice.again"), () => this.record());
    const remove = this.button("delete", word("voice.delete"), async () => {
      this.silence();
      await this.app.store.dropMedia(this.id, note.id);
      this.app.sender.kick();
      await this.offer();
      announce(word("voice.deleted"));
      this.node.querySelector("button")?.focus();
    });
    const acts = [listen, ...(recordable() ? [again] : []), remove];
    for (const act of acts) act.className = "button button--quiet button--block";
    const done = h("div", { class: "bar" }, this.way("", word("done"), "large"));
    return [h("p", { class: "voice-left" }, about), ...acts, done];
  }

  /**
   * Plays the note, or stops it.
   *
   * @param {Media} note
   * @param {HTMLElement} button
   */
  async play(note, button) {
    if (this.player) return this.silence();
    const sound = await this.soundOf(note);
    if (!sound) return announce(word("voice.far"));
    const player = new Audio(URL.createObjectURL(sound));
    const label = /** @type {HTMLElement} */ (button.lastElementChild);
    label.textContent = word("voice.pause");
    player.onpause = () => {
      URL.revokeObjectURL(player.src);
      label.textContent = word("voice.listen");
      if (this.player === player) this.player = undefined;
    };
    this.player = player;
    return player.play().catch(() => this.silence());
  }

  /**
   * The note from this phone, else from the server, which keeps it longer.
   *
   * @param {Media} note
   * @returns {Promise<Blob | undefined>}
   */
  async soundOf(note) {
    const held = await this.app.store.get("bytes", note.id);
    if (held) return new Blob([held.bytes], { type: note.type });
    const headers = { Authorization: `Bearer ${this.app.walk.token}` };
    const answer = await fetch(`/media/voices/${note.id}`, { headers }).catch(() => undefined);
    return answer?.ok ? answer.blob() : undefined;
  }

  silence() {
    this.player?.pause();
    this.player = undefined;
  }

  async leave() {
    this.silence();
    await this.recording?.stop();
  }

  /** @param {boolean} isDenied */
  refuse(isDenied) {
    const why = isDenied ? "voice.denied" : "voice.none";
    const said = notice("warning", word(why), h("p", {}, word(`${why}.then`)));
    said.setAttribute("role", "alert");
    const again = isDenied ? [this.button("microphone", word("again"), () => this.record())] : [];
    this.show(said, ...again, this.way("note", word("voice.type"), "quiet"));
  }

  /**
   * @param {string} question of the observation; none for the observation itself
   * @param {string} text
   * @param {"quiet" | "large"} look
   */
  way(question, text, look) {
    const href = `#record/${this.id}${question && "/"}${question}`;
    return h("a", { class: `button button--${look} button--block`, href }, text);
  }

  /**
   * @param {string} sign
   * @param {string} text
   * @param {() => unknown} act
   */
  button(sign, text, act) {
    return h(
      "button",
      { type: "button", class: "button button--large button--block", onclick: act },
      icon(sign),
      h("span", {}, text),
    );
  }

  /** @param {...HTMLElement} nodes */
  show(...nodes) {
    this.node.replaceChildren(...nodes);
  }
}
