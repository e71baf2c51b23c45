// One dimension on the page: what is answered, and the anchor text that speaks for an answer.
import { say } from "./rating-texts.js";

export function valueOf(row) {
  const chosen = row.querySelector("input:checked");
  if (chosen) return chosen.value === "na" ? "na" : Number(chosen.value);
  const number = row.querySelector("input[type='number']");
  return number && number.value !== "" && number.validity.valid ? number.valueAsNumber : null;
}

export function setValue(row, value) {
  for (const input of row.querySelectorAll("input")) {
    if (input.type === "number") input.value = typeof value === "number" ? value : "";
    else input.checked = value !== null && (input.value === String(value) || Number(input.value) === value);
  }
}

// A number field and its n/a box answer the same question.
export function reconcile(row, input) {
  const number = row.querySelector("input[type='number']");
  if (number && input.type === "checkbox" && input.checked) number.value = "";
  if (number && input === number && number.value !== "") {
    const box = row.querySelector("input[type='checkbox']");
    if (box) box.checked = false;
  }
}

// Severe harm is told with a sentence of what could happen.
export function lacksHarmNote({ harm, harm_note: note }) {
  return harm === "severe" && !note.trim();
}

// The text of the level that was `pointed` at just now, or else is in focus, or under a pointer that rests, or
// chosen, or else the question itself.
export function textOf(row, pointed = null) {
  const isLevel = pointed?.type === "radio" && row.contains(pointed);
  const found = ["input[type='radio']:focus", ".level:hover input[type='radio']", "input:checked"];
  const input = isLevel ? pointed : found.map((one) => row.querySelector(one)).find(Boolean);
  return input ? levelText(row, input) : numberText(row);
}

// One line for the row in hand. What a key has just given, and left, is read in full before it; the height that
// both need is kept, or the rows would move under a pointer that comes next.
export function speakFor(line, now, given = "") {
  line.replaceChildren(...[given, now].filter(Boolean).map(makePart));
  line.classList.toggle("is-after", Boolean(given));
  if (given && line.offsetHeight > parseFloat(line.style.minHeight || 0)) line.style.minHeight = `${line.offsetHeight}px`;
}

function makePart(text) {
  const part = document.createElement("span");
  part.textContent = text;
  return part;
}

// Every text that may come to speak for the row.
export function textsOf(row) {
  const levels = [...row.querySelectorAll("input[type='radio']")].map((input) => levelText(row, input));
  const anchors = [...row.querySelectorAll("[data-anchor-at]")].map(anchorText);
  return [row.dataset.description, ...levels, ...anchors];
}

// The text as it is said where it does not stand beside its row.
export const lineOf = (row, text) => text && `${row.dataset.name} · ${text}`;

function levelText(row, input) {
  if (input.dataset.text) return input.dataset.text;
  const text = document.getElementById(input.getAttribute("aria-describedby") ?? "")?.textContent;
  return text ? say("level", { level: input.value, text }) : row.dataset.description;
}

// On a long scale the anchor at or below the number speaks for it.
function numberText(row) {
  const number = row.querySelector("input[type='number']");
  if (!number || number.value === "") return row.dataset.description;
  if (!number.validity.valid) return say("outOfRange", { low: number.min, high: number.max });
  const below = [...row.querySelectorAll("[data-anchor-at]")].filter(
    (anchor) => Number(anchor.dataset.anchorAt) <= number.valueAsNumber,
  );
  const anchor = below.at(-1);
  return anchor ? anchorText(anchor) : row.dataset.description;
}

const anchorText = (anchor) => say("level", { level: anchor.dataset.anchorAt, text: anchor.textContent });
