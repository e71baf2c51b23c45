// The guided start: the rating form and its keys, without drafts. Works without this file as plain forms.
import { keepGuidelines, setUpKeysDialog, showGuidelines, showKeys } from "./rating-dialogs.js";
import { RubricForm } from "./rating-form.js";
import { listenToKeys } from "./rating-keys.js";
import { list, say } from "./rating-texts.js";

let leaving = new AbortController();
let form = null;

const onward = () => document.querySelector("[data-action='onward']");

function digit(key) {
  if (!form) return false;
  if (key === "Delete" || key === "Backspace") {
    form.clear(form.marked);
    return true;
  }
  const row = form.marked;
  if (!form.choose(key)) return false;
  form.error.textContent = "";
  const following = form.neighbour(1) ?? form.firstMissing();
  if (following) form.focus(following);
  else onward().focus();
  form.speak(row);
  return true;
}

function move(step) {
  const row = form?.neighbour(step);
  if (row) form.focus(row);
}

// What is missing is said here at once, without asking the server.
function checkComplete(event) {
  const missing = form.missing();
  if (!missing.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.error.textContent = say("missing", { names: list(missing.map((row) => row.dataset.name)) });
  form.focus(missing[0]);
}

function fold(button) {
  const folded = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!folded));
  button.textContent = folded ? button.dataset.unfold : button.dataset.fold;
  document.getElementById("room").classList.toggle("is-folded", folded);
}

const guidelinesLink = () => document.querySelector("[data-action='guidelines']");

function guidelines() {
  const link = guidelinesLink();
  if (link) showGuidelines(link.href);
}

function onClick(event) {
  const control = event.target.closest("[data-action]");
  if (!control || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const act = { guidelines, keys: showKeys, fold: () => fold(control) }[control.dataset.action];
  if (!act) return;
  event.preventDefault();
  act();
}

function open() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  const element = document.getElementById("rubric");
  form = element && new RubricForm(element, signal);
  element?.addEventListener("submit", checkComplete, { signal, capture: true });
  element?.addEventListener("change", (event) => form.reconcile(event.target), { signal });
  const keys = { n: () => onward()?.click(), g: guidelines, "?": showKeys };
  listenToKeys({ keys, digit, arrow: move, escape: () => form?.focus(form.marked) }, signal);
}

function showComparison() {
  const comparison = document.getElementById("comparison");
  if (!comparison) return;
  comparison.focus({ preventScroll: true });
  comparison.scrollIntoView({ block: "start" });
}

setUpKeysDialog();
open();
if (guidelinesLink()) keepGuidelines(guidelinesLink().href);
document.addEventListener("click", onClick);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "room" && event.target.id !== "room") return;
  open();
  showComparison();
});
