// Harm and comment side by side: one dialog for all outputs. What is entered is saved like every click.
import { lacksHarmNote } from "./rating-answers.js";
import { openDialog } from "./rating-dialogs.js";
import { say } from "./rating-texts.js";

const TYPING_PAUSE_MS = 700;

export class Remarks {
  constructor(room) {
    this.room = room;
    this.dialog = room.root.querySelector("#remarks-dialog");
    this.form = room.root.querySelector("#remarks-form");
    const options = { signal: room.leaving.signal };
    this.form.addEventListener("change", () => this.#take(0), options);
    this.form.addEventListener("input", (event) => event.target.type !== "radio" && this.#take(TYPING_PAUSE_MS), options);
  }

  open(stand, field) {
    if (!stand.isChangeable) return;
    const { harm, harm_note: note, comment } = this.form.elements;
    this.stand = stand;
    this.room.takeInHand(stand);
    this.dialog.querySelector("h2").textContent = say("remarks", { letter: stand.letter });
    [harm.value, note.value, comment.value] = [stand.remarks.harm, stand.remarks.harm_note, stand.remarks.comment];
    this.#showNote();
    openDialog(this.dialog);
    const lacking = field === "harm" && stand.lacksHarmNote;
    if (lacking) note.focus();
    else (field === "comment" ? comment : this.form.querySelector("[name='harm']:checked")).focus();
  }

  #take(wait) {
    const { harm, harm_note: note, comment } = this.form.elements;
    Object.assign(this.stand.remarks, { harm: harm.value, harm_note: note.value, comment: comment.value });
    this.#showNote();
    this.room.save(this.stand, wait);
  }

  #showNote() {
    const { harm, harm_note: note } = this.form.elements;
    this.form.querySelector("[data-harm-note]").hidden = harm.value === "none" && !note.value;
    note.required = harm.value === "severe";
    const isLacking = lacksHarmNote({ harm: harm.value, harm_note: note.value });
    this.form.querySelector("#remarks-lacking").textContent = isLacking ? say("harmNoteMissing") : "";
  }
}
