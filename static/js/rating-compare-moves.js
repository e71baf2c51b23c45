// From output to output and from dimension to dimension, by key.
import { reconcile, setValue, valueOf } from "./rating-answers.js";
import { showLevels } from "./rating-compare-board.js";
import { say } from "./rating-texts.js";

export class Moves {
  constructor(room) {
    this.room = room;
  }

  // A level for the output in hand, then the next output; false when the key stands for none.
  digit(key) {
    const { inHand: stand, code } = this.room;
    const row = stand.row(code);
    if (!stand.isOpen || stand.isLocked) return false;
    if (key === "Delete" || key === "Backspace") {
      setValue(row, null);
      this.room.save(stand);
      return true;
    }
    const input = row.querySelector(`input[data-key="${CSS.escape(key)}"]`);
    if (!input) return false;
    input.checked = true;
    reconcile(row, input);
    this.room.save(stand);
    this.on();
    showLevels(this.room.root, this.room, { given: row });
    return true;
  }

  // To the next output; after the last to what this dimension lacks, then to a dimension that lacks any.
  on() {
    const { stands, codes, code, inHand } = this.room;
    const after = stands.slice(stands.indexOf(inHand) + 1).find((stand) => stand.isOpen);
    const stand = after ?? this.room.firstLacking(code);
    const other = codes.find((one) => this.room.firstLacking(one));
    if (stand) this.to(stand);
    else if (other) this.judge(other);
    else this.room.root.querySelector(".rubric__actions .next").focus();
  }

  to(stand) {
    this.room.inHand = stand;
    this.room.draw();
    const row = stand.row(this.room.code);
    const level = row.querySelector("input:checked") ?? row.querySelector("input");
    const place = level.matches(":disabled") ? stand.text : level;
    place.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest", inline: "nearest" });
    showLevels(this.room.root, this.room);
  }

  // Another dimension, from the first output that lacks it.
  judge(code) {
    this.#announce(code);
    this.to(this.room.firstLacking(code) ?? this.room.openStands[0] ?? this.room.inHand);
  }

  // The dimension above or below, for the same output.
  turn(step) {
    const code = this.room.codes[this.room.codes.indexOf(this.room.code) + step];
    if (!code) return;
    this.#announce(code);
    this.to(this.room.inHand);
  }

  sideways(step, event) {
    const { stands, inHand } = this.room;
    const row = event.target.closest(".dimension");
    if (row && event.shiftKey) {
      this.#stepLevel(row, step);
      return;
    }
    const stand = stands[stands.indexOf(inHand) + step];
    if (!stand) return;
    this.to(stand);
    // Who reads goes on reading.
    if (event.target.closest(".stand__text")) stand.text.focus({ preventScroll: true });
  }

  #stepLevel(row, step) {
    const inputs = [...row.querySelectorAll("input[type='radio']")];
    const at = valueOf(row) === null ? -1 : inputs.findIndex((input) => input.checked);
    const input = inputs[Math.min(inputs.length - 1, Math.max(0, at + step))];
    if (!input || input.matches(":disabled")) return;
    input.checked = true;
    input.focus();
    this.room.save(this.room.standOf(row));
  }

  #announce(code) {
    this.room.code = code;
    const { name } = this.room.inHand.row(code).dataset;
    this.room.tell(say("nowJudging", { name }));
  }
}
