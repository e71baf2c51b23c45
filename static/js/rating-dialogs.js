// The dialogs of the rating page: keys, skip, guidelines, and the two versions of a conflict.
import { keysAreOn, switchKeys } from "./rating-keys.js";
import { fetchPart } from "./rating-request.js";
import { say } from "./rating-texts.js";

const byId = (id) => document.getElementById(id);

export function openDialog(dialog) {
  const before = document.activeElement;
  dialog.showModal();
  // The browser gives focus back by itself unless the element has gone or cannot take it.
  dialog.addEventListener("close", () => before?.isConnected && before.focus?.(), { once: true });
}

export function setUpKeysDialog() {
  const box = byId("letter-keys");
  box.checked = keysAreOn();
  switchKeys(box.checked);
  box.addEventListener("change", () => switchKeys(box.checked));
}

export const showKeys = () => openDialog(byId("keys-dialog"));

// The guidelines are the same for every item, and stay as long as the page does.
let guidelines = null;

async function getGuidelines(url) {
  if (guidelines) return;
  const html = await fetchPart(url);
  guidelines = html && new DOMParser().parseFromString(html, "text/html").getElementById("guidelines");
}

// Fetched in the first idle moment: they open without a connection as well.
export function keepGuidelines(url) {
  (window.requestIdleCallback ?? setTimeout)(() => getGuidelines(url));
}

export async function showGuidelines(url) {
  openDialog(byId("guidelines-dialog"));
  await fillGuidelines(url);
}

async function fillGuidelines(url) {
  const place = byId("guidelines-text");
  await getGuidelines(url);
  if (guidelines) {
    place.replaceChildren(guidelines);
    return;
  }
  const again = document.createElement("button");
  again.type = "button";
  again.className = "button button--small";
  again.textContent = say("tryAgain");
  again.addEventListener("click", () => {
    place.focus();
    fillGuidelines(url);
  });
  const sentence = document.createElement("p");
  sentence.setAttribute("role", "alert");
  sentence.textContent = say("loadFailed");
  place.replaceChildren(sentence, again);
}

// Resolves with {reason, note}, or null when the person thought better of it. What is skipped reports no harm:
// where `harm` is severe, that is said first.
export function askWhySkip({ harm, title = say("skipItem"), act = say("skipAndNext") }) {
  const dialog = byId("skip-dialog");
  const form = byId("skip-form");
  byId("skip-title").textContent = title;
  form.querySelector("[type='submit']").textContent = act;
  byId("skip-harm").textContent = harm === "severe" ? say("skipHarm") : "";
  form.reset(); // no reason stands there beforehand: Return would record a false one
  dialog.returnValue = "";
  openDialog(dialog);
  form.querySelector("input").focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => resolve(dialog.returnValue === "skip" ? Object.fromEntries(new FormData(form)) : null),
      { once: true },
    );
  });
}

export function suggestPause(count) {
  byId("pause-text").textContent = say("resting", { n: count });
  openDialog(byId("pause-dialog"));
}

function shown(value) {
  if (value === undefined || value === null || value === "") return say("unanswered");
  return value === "na" ? say("na") : String(value);
}

// What a cell says is a text, or several lines.
function addCell(row, said) {
  const lines = [said].flat();
  row.insertCell().append(...lines.flatMap((line, place) => (place ? [document.createElement("br"), line] : [line])));
}

function addRow(rows, name, mine, theirs, differs = mine !== theirs) {
  const row = rows.insertRow();
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = name;
  row.append(head);
  addCell(row, mine);
  addCell(row, theirs);
  row.classList.toggle("differs", differs);
}

// As many passages may be others: their places count, and their words are shown.
function addPassages(rows, passages, mine, theirs) {
  const places = (judgement) => passages(judgement).map(({ place }) => place).sort().join(" ");
  const lines = (judgement) => {
    const said = passages(judgement).map(({ line }) => line);
    return said.length ? said : "–";
  };
  addRow(rows, say("passages"), lines(mine), lines(theirs), places(mine) !== places(theirs));
}

function fillConflict(names, passages, mine, theirs) {
  const rows = byId("conflict-rows");
  rows.replaceChildren();
  for (const [code, name] of names) {
    addRow(rows, name, shown(mine.values[code]), theirs ? shown(theirs.values[code]) : say("skipped"));
  }
  if (!theirs) return;
  const harmWord = (judgement) => document.querySelector(`[name="harm"][value="${judgement.harm}"] + span`)?.textContent;
  const harm = (judgement) => (judgement.harm_note ? say("named", { name: harmWord(judgement), text: judgement.harm_note }) : harmWord(judgement));
  addRow(rows, say("harm"), harm(mine), harm(theirs));
  addPassages(rows, passages, mine, theirs);
  addRow(rows, say("comment"), mine.comment || "–", theirs.comment || "–");
  // Why a submitted rating was changed, or is to be.
  if (mine.reason || theirs.reason) addRow(rows, say("reason"), mine.reason || "–", theirs.reason || "–");
  addRow(rows, say("flagged"), say(mine.flagged ? "yes" : "no"), say(theirs.flagged ? "yes" : "no"));
}

// It opens while somebody types: a key that went down before the question was there is no answer to it.
function ignoreKeysHeldBefore(dialog, options) {
  const begun = new Set();
  const down = (event) => {
    if (event.repeat && !begun.has(event.code)) event.preventDefault();
    else begun.add(event.code);
  };
  const up = (event) => begun.delete(event.code) || event.preventDefault();
  dialog.addEventListener("keydown", down, options);
  dialog.addEventListener("keyup", up, options);
}

// Shows both versions and asks. Resolves with "mine" or "theirs"; there is no way past the question, but to leave
// the page (`signal`): then null.
// `passages(judgement)` are its marked ones as {place, line}: where each stands, and what is said of it.
export function askWhichCounts({ sentence, names, passages, mine, theirs, signal }) {
  if (signal.aborted) return Promise.resolve(null);
  const dialog = byId("conflict-dialog");
  byId("conflict-text").textContent = sentence;
  fillConflict(names, passages, mine, theirs);
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  openDialog(dialog);
  return new Promise((resolve) => {
    const settle = new AbortController();
    const options = { signal: settle.signal };
    const choose = (choice) => () => {
      settle.abort();
      // Another question may follow: it opens when this one has closed.
      dialog.addEventListener("close", () => resolve(choice), { once: true });
      dialog.close();
    };
    signal.addEventListener("abort", choose(null), options);
    ignoreKeysHeldBefore(dialog, options);
    dialog.addEventListener("cancel", (event) => event.preventDefault(), options);
    // Chromium lets a second Esc through whatever a page says.
    dialog.addEventListener("close", () => dialog.showModal(), options);
    dialog.querySelector("[data-action='keep-mine']").addEventListener("click", choose("mine"), options);
    dialog.querySelector("[data-action='take-theirs']").addEventListener("click", choose("theirs"), options);
  });
}
