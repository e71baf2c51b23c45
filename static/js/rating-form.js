// The rubric as the rater sees it: reading and setting answers, the marked dimension, the anchor texts.
import { keepItsHeight } from "./rating-anchor-line.js";
import { lacksHarmNote, lineOf, reconcile, setValue, speakFor, textOf, valueOf } from "./rating-answers.js";

export class RubricForm {
  constructor(form, signal) {
    this.form = form;
    this.rows = [...form.querySelectorAll(".dimension")];
    this.error = form.querySelector("#rubric-error");
    this.flag = form.querySelector("[data-action='flag']");
    this.reason = form.elements.reason;
    const options = { signal };
    form.addEventListener("focusin", (event) => this.#entered(event), options);
    form.addEventListener("focusout", (event) => this.#left(event), options);
    form.addEventListener("pointerover", (event) => this.#hover(event), options);
    form.addEventListener("pointerout", (event) => this.#left(event), options);
    this.rows.forEach((row) => this.showText(row));
    keepItsHeight(form.querySelector("[data-anchor-line]"), this.rows, signal);
    this.#begin();
  }

  // --- answers

  read(seconds) {
    const values = {};
    for (const row of this.rows) {
      const value = this.valueOf(row);
      if (value !== null) values[row.dataset.code] = value;
    }
    return {
      values,
      comment: this.form.elements.comment.value,
      harm: this.form.elements.harm.value || "none",
      harm_note: this.form.elements.harm_note.value,
      flagged: this.flag?.getAttribute("aria-pressed") === "true",
      active_seconds: seconds,
      evidence: this.evidence?.read() ?? [],
    };
  }

  apply(judgement) {
    for (const row of this.rows) setValue(row, judgement.values[row.dataset.code] ?? null);
    this.form.elements.comment.value = judgement.comment;
    this.form.elements.harm.value = judgement.harm;
    this.form.elements.harm_note.value = judgement.harm_note;
    if (this.reason) this.reason.value = judgement.reason ?? "";
    this.setFlag(judgement.flagged);
    this.showHarmNote();
    this.evidence?.apply(judgement.evidence);
    this.rows.forEach((row) => this.showText(row));
    this.#begin();
  }

  valueOf(row) {
    return valueOf(row);
  }

  clear(row) {
    setValue(row, null);
    this.showText(row);
  }

  // The level that a key stands for on the marked dimension, if any.
  choose(key) {
    const input = this.marked?.querySelector(`input[data-key="${CSS.escape(key)}"]`);
    if (!input || input.matches(":disabled")) return false;
    input.checked = true;
    this.showText(this.marked, input);
    return true;
  }

  reconcile(input) {
    const row = input.closest(".dimension");
    if (!row) return;
    reconcile(row, input);
    this.showText(row);
  }

  missing() {
    return this.rows.filter((row) => this.valueOf(row) === null);
  }

  firstMissing() {
    return this.missing()[0] ?? null;
  }

  get lacksHarmNote() {
    const { harm, harm_note: note } = this.form.elements;
    return lacksHarmNote({ harm: harm.value, harm_note: note.value });
  }

  showHarmNote() {
    const note = this.form.elements.harm_note;
    note.hidden = this.form.elements.harm.value === "none" && !note.value;
  }

  setFlag(flagged) {
    this.flag?.setAttribute("aria-pressed", String(flagged));
  }

  // --- the marked dimension

  mark(row) {
    this.marked?.classList.remove("is-marked");
    this.marked = row ?? null;
    this.marked?.classList.add("is-marked");
    if (row) this.showText(row);
  }

  // Where the rows scroll among themselves, the first one to judge is in sight; nothing else moves.
  #begin() {
    const row = this.firstMissing() ?? this.rows[0];
    this.mark(row);
    if (!row) return;
    const rows = row.closest(".rubric__rows");
    const [box, place] = [rows, row].map((element) => element.getBoundingClientRect());
    if (place.top < box.top || place.bottom > box.bottom) rows.scrollTop += place.top - box.top;
  }

  focus(row) {
    this.mark(row);
    if (!row) return;
    (row.querySelector("input:checked") ?? row.querySelector("input")).focus();
  }

  // One up or down; null beyond the last.
  neighbour(step) {
    return this.rows[this.rows.indexOf(this.marked) + step] ?? null;
  }

  // --- anchor texts

  #entered(event) {
    const row = event.target.closest(".dimension");
    if (row) this.mark(row);
  }

  #left(event) {
    const row = event.target.closest(".dimension");
    if (!row || row.contains(event.relatedTarget)) return;
    this.showText(row);
    if (this.marked) this.showText(this.marked);
  }

  #hover(event) {
    const row = event.target.closest(".dimension");
    if (row) this.showText(row, event.target.closest(".level")?.querySelector("input"));
  }

  showText(row, pointed = null) {
    const line = row.querySelector("[data-anchor]");
    line.textContent = textOf(row, pointed);
    row.classList.toggle("has-answer", this.valueOf(row) !== null);
    this.evidence?.showNeed(row);
    if (pointed || row === this.marked || row.matches(":hover")) speakFor(this.#line, spoken(row));
  }

  // What was chosen by a key is read in full, although the focus has gone on to the next row.
  speak(row) {
    const given = lineOf(row, textOf(row, row.querySelector("input:checked")));
    if (row !== this.marked) speakFor(this.#line, spoken(this.marked), given);
  }

  // Where rows are short of room, one line below them speaks for the row in hand.
  get #line() {
    return this.form.querySelector("[data-anchor-line]");
  }
}

const spoken = (row) => lineOf(row, row.querySelector("[data-anchor]").textContent);
