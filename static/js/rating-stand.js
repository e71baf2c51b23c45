// One output on the page that compares: its levels, its judgement, and its own way to the server.
import { setValue, valueOf } from "./rating-answers.js";
import { Sender } from "./rating-sender.js";
import { say } from "./rating-texts.js";

// What is longer is folded where outputs stand below each other.
const LONG_TEXT_PX = 240;

export class Stand {
  // `seconds()` is the time that this page adds to each output; `report(stand, state, answer)` as the sender's.
  constructor(form, { account, outbox, seconds, report }) {
    Object.assign(this, { form, outbox, seconds });
    this.data = form.dataset;
    this.rows = [...form.querySelectorAll(".dimension")];
    this.text = form.querySelector(".stand__text");
    form.classList.toggle("is-long", this.text.scrollHeight > LONG_TEXT_PX);
    // Harm, comment and marked passages are not shown here; they go back as they came.
    this.saved = JSON.parse(this.data.judgement);
    this.sender = new Sender({
      account,
      id: this.data.id,
      version: Number(this.data.version),
      draftUrl: this.data.draftUrl,
      submitUrl: this.data.submitUrl,
      pageUrl: this.data.url,
      outbox,
      report: (state, answer) => report(this, state, answer),
    });
  }

  get isOpen() {
    return this.data.status === "open";
  }

  get isLocked() {
    return this.form.classList.contains("is-sending");
  }

  get letter() {
    return this.data.letter;
  }

  get judgement() {
    const answered = this.rows.map((row) => [row.dataset.code, valueOf(row)]).filter(([, value]) => value !== null);
    const seconds = Math.round(10 * (Number(this.data.seconds) + this.seconds())) / 10;
    return { ...this.saved, values: Object.fromEntries(answered), active_seconds: seconds };
  }

  row(code) {
    return this.rows.find((row) => row.dataset.code === code);
  }

  lacks(code) {
    return this.isOpen && valueOf(this.row(code)) === null;
  }

  get missing() {
    return this.isOpen ? this.rows.filter((row) => valueOf(row) === null) : [];
  }

  get isReady() {
    return this.isOpen && !this.sender.blocked && this.missing.length === 0;
  }

  takeUpKept() {
    const kept = this.outbox.get(this.data.id);
    if (!kept) return;
    if (this.isOpen) this.#apply(kept.latest);
    if (["paused", "closed", "left"].includes(this.data.status)) return;
    this.sender.resume(kept);
  }

  #apply(judgement) {
    this.saved = judgement;
    for (const row of this.rows) setValue(row, judgement.values[row.dataset.code] ?? null);
  }

  save(wait = 0) {
    this.note("");
    if (this.isOpen) this.sender.hold(this.judgement, wait);
  }

  submit() {
    this.lock(true);
    this.sender.submit(this.judgement);
  }

  // While a submission is on its way nothing may be changed: what was seen is what will be stored.
  lock(locked) {
    this.form.classList.toggle("is-sending", locked);
    this.form.querySelector(".stand__levels").disabled = locked || !this.isOpen;
  }

  finish() {
    this.data.status = "submitted";
    this.lock(false);
    this.#badge(say("submittedWord"), "badge--good");
  }

  showState() {
    if (!this.isOpen) return;
    const given = this.rows.length - this.missing.length;
    if (given === this.rows.length) this.#badge(say("complete"), "badge--note");
    else this.#state.textContent = say("givenOf", { n: given, total: this.rows.length });
  }

  // What the person has to decide or to add is done on the output's own page.
  note(sentence) {
    const place = this.form.querySelector("[data-note]");
    place.textContent = sentence;
    if (!sentence) return;
    const link = document.createElement("a");
    Object.assign(link, { href: this.data.url, textContent: say("openAlone") });
    link.dataset.action = "go";
    place.append(" ", link);
  }

  get #state() {
    return this.form.querySelector("[data-state]");
  }

  #badge(text, kind) {
    const badge = document.createElement("span");
    badge.className = `badge ${kind}`;
    badge.textContent = text;
    this.#state.replaceChildren(badge);
  }
}
