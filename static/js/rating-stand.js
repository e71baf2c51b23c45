// One output on the page that compares: its levels, what is said beside them, and its own way to the server.
import { lacksHarmNote, setValue, valueOf } from "./rating-answers.js";
import { Pane } from "./rating-pane.js";
import { Passages } from "./rating-passages.js";
import { Sender, TWO_VERSIONS } from "./rating-sender.js";
import { say } from "./rating-texts.js";

// What is longer is folded where outputs stand below each other.
const LONG_TEXT_PX = 240;
const HARM_KINDS = { possible: "badge--caution", severe: "badge--danger" };

export class Stand {
  // `seconds()` is the time that this page adds to each output; `report(stand, state, answer)` and
  // `waits(sender)` as the sender's.
  // `casePane` is the case, which outputs share and each has marks of its own in; `template` a listed passage.
  constructor(form, { account, outbox, seconds, report, waits, casePane, template }) {
    Object.assign(this, { form, account, outbox, seconds, isNoteTrue: () => false, isOutdated: false });
    this.data = form.dataset;
    this.rows = [...form.querySelectorAll(".dimension")];
    this.text = form.querySelector(".stand__text");
    form.classList.toggle("is-long", this.text.scrollHeight > LONG_TEXT_PX);
    this.pane = new Pane("output", this.text);
    this.passages = new Passages({ panes: [this.pane, casePane], rows: this.rows, template });
    this.#takeRemarks(JSON.parse(this.data.judgement));
    this.sender = new Sender({
      account,
      id: this.data.id,
      letter: this.data.letter,
      version: Number(this.data.version),
      draftUrl: this.data.draftUrl,
      submitUrl: this.data.submitUrl,
      pageUrl: this.data.url,
      outbox,
      report: (state, answer) => report(this, state, answer),
      waits,
    });
  }

  get isOpen() {
    return this.data.status === "open";
  }

  get isLocked() {
    return this.form.classList.contains("is-sending");
  }

  get isChangeable() {
    return this.isOpen && !this.isLocked;
  }

  get letter() {
    return this.data.letter;
  }

  get itemUrl() {
    return this.data.url;
  }

  get undoUrl() {
    return `${this.itemUrl}undo/`;
  }

  get names() {
    return this.rows.map((row) => [row.dataset.code, row.dataset.name]);
  }

  // What she judged here: where the output is only shown, that is not on the page but kept.
  get mine() {
    return this.sender.entry?.latest ?? this.judgement;
  }

  described(passage) {
    return this.passages.described(passage);
  }

  get judgement() {
    const answered = this.rows.map((row) => [row.dataset.code, valueOf(row)]).filter(([, value]) => value !== null);
    const seconds = Math.round(10 * (Number(this.data.seconds) + this.seconds())) / 10;
    return { ...this.remarks, values: Object.fromEntries(answered), active_seconds: seconds, evidence: this.passages.list };
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

  get lacksHarmNote() {
    return this.isOpen && lacksHarmNote(this.remarks);
  }

  // Rows whose level needs a marked passage.
  get bare() {
    return this.isOpen ? this.passages.missing() : [];
  }

  // Judged on everything, and still not fit to be submitted.
  get isHeldBack() {
    return this.#isWhole && (this.lacksHarmNote || this.bare.length > 0);
  }

  get isReady() {
    return this.#isWhole && !this.isHeldBack;
  }

  // Two versions of it, and nothing is submitted before she has chosen.
  get isUndecided() {
    return TWO_VERSIONS.includes(this.sender.blocked);
  }

  get #isWhole() {
    return this.isOpen && !this.sender.blocked && this.missing.length === 0;
  }

  takeUpKept() {
    const kept = this.outbox.get(this.data.id);
    if (!kept) return;
    if (this.isOpen) this.take(kept.latest);
    if (["paused", "closed", "left"].includes(this.data.status)) return;
    this.sender.resume(kept);
  }

  // Another judgement than the one on the page.
  take(judgement) {
    this.#takeRemarks(judgement);
    for (const row of this.rows) setValue(row, judgement.values[row.dataset.code] ?? null);
  }

  #takeRemarks({ harm, harm_note, comment, flagged, evidence }) {
    this.remarks = { harm, harm_note, comment, flagged };
    this.passages.list = evidence ?? [];
  }

  save(wait = 0) {
    if (!this.isNoteTrue()) this.note("");
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
    this.#end("submitted");
    this.#badge(say("submittedWord"), "badge--good");
  }

  skip() {
    this.#end("skipped");
    this.#badge(say("skippedWord"), "badge--note");
  }

  // What can be done with it depends on how it ended.
  #end(status) {
    this.data.status = status;
    this.lock(false);
    this.note("");
    for (const part of this.form.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== status;
  }

  // --- showing

  showState() {
    this.#showMarks();
    if (!this.isOpen) return;
    const given = this.rows.length - this.missing.length;
    if (given === this.rows.length) this.#badge(say("complete"), "badge--note");
    else this.#state.textContent = say("givenOf", { n: given, total: this.rows.length });
  }

  #showMarks() {
    const { harm, comment, flagged } = this.remarks;
    const marks = [];
    if (harm in HARM_KINDS) marks.push(makeBadge(say("harmMarked", { level: harmWord(harm) }), HARM_KINDS[harm]));
    if (flagged) marks.push(makeBadge(say("flagged"), "badge--caution"));
    if (comment.trim()) marks.push(makeBadge(say("comment"), ""));
    this.form.querySelector("[data-marks]").replaceChildren(...marks);
    this.form.querySelector("[data-action='flag']")?.setAttribute("aria-pressed", String(flagged));
  }

  // What holds it back is said where it stands; `way` leads to what has to be done. It goes with the next
  // change, unless it `isTrue()` still.
  note(sentence, way = "", isTrue = () => false) {
    this.isNoteTrue = isTrue;
    const place = this.form.querySelector("[data-note]");
    place.textContent = sentence;
    if (sentence && way) place.append(this.#way(way));
  }

  sayHeldBack() {
    if (this.sender.blocked) return;
    if (this.lacksHarmNote) this.note(say("harmLacking"), "harm", () => this.lacksHarmNote);
    else if (this.isHeldBack) this.note(say("passageMissing"), "", () => this.bare.length > 0);
  }

  // To what has to be done before it can be submitted.
  focusHeldBack() {
    this.form.querySelector("[data-note] button, [data-passage-need]:not([hidden]) button").focus();
  }

  #way(action) {
    if (action === "harm") {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "button button--link", textContent: say("harmAdd") });
      button.dataset.action = "harm";
      return button;
    }
    const link = document.createElement("a");
    Object.assign(link, { href: this.data.url, textContent: say("openAlone") });
    link.dataset.action = "go";
    return link;
  }

  get #state() {
    return this.form.querySelector("[data-state]");
  }

  #badge(text, kind) {
    this.#state.replaceChildren(makeBadge(text, kind));
  }
}

function makeBadge(text, kind) {
  const badge = document.createElement("span");
  badge.className = `badge ${kind}`.trim();
  badge.textContent = text;
  return badge;
}

const harmWord = (level) => document.querySelector(`#remarks-form [value="${level}"] + span`).textContent;
