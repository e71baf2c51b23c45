// What the comparing page shows around its outputs: the strip, the dimensions, the level in hand, one saved mark.
import { speakFor, textOf, valueOf } from "./rating-answers.js";
import { showMark, showSaved } from "./rating-shell.js";
import { say } from "./rating-texts.js";

export function drawBoard(root, room) {
  const { stands, code, inHand } = room;
  for (const stand of stands) {
    stand.rows.forEach((row) => (row.hidden = row.dataset.code !== code));
    stand.form.classList.toggle("is-in-hand", stand === inHand);
    stand.showState();
    drawLetter(root, stand, code, stand === inHand);
  }
  // What is skipped is asked for nothing.
  const asked = stands.filter((stand) => stand.data.status !== "skipped");
  for (const button of root.querySelectorAll("[data-action='dimension']")) {
    const judged = asked.filter((stand) => valueOf(stand.row(button.dataset.code)) !== null).length;
    button.setAttribute("aria-pressed", String(button.dataset.code === code));
    button.querySelector("[data-count]").textContent = `${judged}/${asked.length}`;
    button.classList.toggle("is-complete", judged === asked.length);
  }
  const raw = inHand.form.querySelector("[data-view='raw']");
  root.querySelector("[data-action='raw']").setAttribute("aria-pressed", String(raw ? !raw.hidden : false));
  root.querySelector("[data-view-one]").href = inHand.data.url;
  drawSubmit(root, stands);
  showLevels(root, room);
}

function drawLetter(root, stand, code, isInHand) {
  const button = root.querySelector(`[data-action='output'][data-letter="${stand.letter}"]`);
  const value = valueOf(stand.row(code));
  button.querySelector("[data-given]").textContent = value === null ? "–" : value === "na" ? say("na") : value;
  if (isInHand) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

function drawSubmit(root, stands) {
  const label = root.querySelector("[data-next-label]");
  if (!label) return;
  const open = stands.filter((stand) => stand.isOpen);
  const ready = stands.filter((stand) => stand.isReady);
  const isPart = ready.length > 0 && ready.length < open.length;
  label.textContent = isPart ? say("submitSome", { n: ready.length, total: open.length }) : say("submitAll");
}

// Under each output where outputs stand below each other, else in one line for what is `pointed` at or in hand;
// `given` is the row that a key has just answered and left.
export function showLevels(root, { stands, code, inHand }, { pointed = null, given = null } = {}) {
  for (const stand of stands) stand.row(code).querySelector("[data-anchor]").textContent = textOf(stand.row(code), pointed);
  const row = pointed?.closest(".dimension") ?? inHand.row(code);
  const line = root.querySelector("[data-level-line]");
  if (given && given !== row) speakFor(line, ofOutput(row), ofOutput(given, given.querySelector("input:checked")));
  else speakFor(line, spoken(row, pointed));
}

const spoken = (row, pointed = null) => [row.dataset.name, textOf(row, pointed)].filter(Boolean).join(" · ");

const ofOutput = (row, level = null) => `${row.closest(".stand").dataset.letter} · ${spoken(row, level)}`;

// One mark for all outputs: the one that needs most attention speaks.
const RANK = ["saved", "saving", "submitting", "kept", "notSubmitted", "blocked", "choose"];

export class SavedMarks {
  constructor(time, outbox) {
    Object.assign(this, { time, outbox, states: new Map() });
    showSaved(time);
  }

  set(stand, state, time = "") {
    this.states.set(stand, state);
    if (time) this.time = time;
    const worst = RANK[Math.max(...[...this.states.values()].map((one) => RANK.indexOf(one)))];
    if (worst === "saved") showSaved(this.time);
    else showMark(["saving", "submitting"].includes(worst) ? "saving" : "kept", this.#sentence(worst));
  }

  #sentence(state) {
    return say(state === "kept" && !this.outbox.works ? "keptMemory" : state);
  }
}
