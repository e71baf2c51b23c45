// The rubric as the rater sees it: reading and setting answers, the marked dimension, the anchor texts.
import { say } from "./rating-texts.js";

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
    this.mark(this.firstMissing() ?? this.rows[0]);
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
    };
  }

  apply(judgement) {
    for (const row of this.rows) this.#setValue(row, judgement.values[row.dataset.code] ?? null);
    this.form.elements.comment.value = judgement.comment;
    this.form.elements.harm.value = judgement.harm;
    this.form.elements.harm_note.value = judgement.harm_note;
    if (this.reason) this.reason.value = judgement.reason ?? "";
    this.setFlag(judgement.flagged);
    this.showHarmNote();
    this.rows.forEach((row) => this.showText(row));
    this.mark(this.firstMissing() ?? this.rows[0]);
  }

  valueOf(row) {
    const chosen = row.querySelector("input:checked");
    if (chosen) return chosen.value === "na" ? "na" : Number(chosen.value);
    const number = row.querySelector("input[type='number']");
    return number && number.value !== "" && number.validity.valid ? number.valueAsNumber : null;
  }

  #setValue(row, value) {
    for (const input of row.querySelectorAll("input")) {
      if (input.type === "number") input.value = typeof value === "number" ? value : "";
      else input.checked = value !== null && (input.value === String(value) || Number(input.value) === value);
    }
  }

  clear(row) {
    this.#setValue(row, null);
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

  // A number field and its n/a box answer the same question.
  reconcile(input) {
    const row = input.closest(".dimension");
    if (!row) return;
    const number = row.querySelector("input[type='number']");
    if (number && input.type === "checkbox" && input.checked) number.value = "";
    if (number && input === number && number.value !== "") {
      const box = row.querySelector("input[type='checkbox']");
      if (box) box.checked = false;
    }
    this.showText(row);
  }

  missing() {
    return this.rows.filter((row) => this.valueOf(row) === null);
  }

  firstMissing() {
    return this.missing()[0] ?? null;
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

  focus(row) {
    this.mark(row);
    if (!row) return;
    (row.querySelector("input:checked") ?? row.querySelector("input")).focus();
    // Arriving is not yet pointing at a level: the first one must not look like the answer.
    this.showText(row);
  }

  // One up or down; null beyond the last.
  neighbour(step) {
    return this.rows[this.rows.indexOf(this.marked) + step] ?? null;
  }

  // --- anchor texts

  #entered(event) {
    const row = event.target.closest(".dimension");
    if (!row) return;
    this.mark(row);
    this.showText(row, event.target);
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
    const input = pointed?.type === "radio" ? pointed : row.querySelector("input:checked");
    const line = row.querySelector("[data-anchor]");
    line.textContent = input ? this.#levelText(row, input) : this.#numberText(row);
    row.classList.toggle("has-answer", this.valueOf(row) !== null);
    if (pointed || row === this.marked || row.matches(":hover")) this.#showLine(row, line.textContent);
  }

  // What was chosen by a key is read in full, although the focus has gone on to the next row.
  speak(row) {
    this.#showLine(row, row.querySelector("[data-anchor]").textContent);
  }

  // Where rows are short of room, one line below them speaks for the row in hand.
  #showLine(row, text) {
    this.form.querySelector("[data-anchor-line]").textContent = text && `${row.dataset.name} · ${text}`;
  }

  #levelText(row, input) {
    if (input.dataset.text) return input.dataset.text;
    const text = document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent;
    return text ? say("level", { level: input.value, text }) : row.dataset.description;
  }

  // On a long scale the anchor at or below the number speaks for it.
  #numberText(row) {
    const number = row.querySelector("input[type='number']");
    if (!number || number.value === "") return row.dataset.description;
    if (!number.validity.valid) return say("outOfRange", { low: number.min, high: number.max });
    const below = [...row.querySelectorAll("[data-anchor-at]")].filter(
      (anchor) => Number(anchor.dataset.anchorAt) <= number.valueAsNumber,
    );
    const anchor = below.at(-1);
    return anchor ? say("level", { level: anchor.dataset.anchorAt, text: anchor.textContent }) : row.dataset.description;
  }
}
