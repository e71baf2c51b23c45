// Case images at large, one or two side by side: linked or each on its own, by pointer, touch and keyboard.
import { openDialog } from "./rating-dialogs.js";
import { keysAreOn } from "./rating-keys.js";
import { say } from "./rating-texts.js";
import { Pane } from "./rating-viewer-pane.js";

const STEP = 1.25;
const PAN = 60;
const dialog = document.getElementById("viewer");
const ranges = [...dialog.querySelectorAll("[data-viewer-range]")];
const movesTogether = document.getElementById("viewer-together");
const sharesLight = document.getElementById("viewer-light");
const panes = [...dialog.querySelectorAll(".viewer__pane")].map((element) => new Pane(element, { moved: move, taken: take }));

let pictures = [];
let inHand = panes[0];
let isPair = false;

const shown = () => (isPair ? panes : [panes[0]]);
const both = (box) => (box.checked ? shown() : [inHand]);

function move(pane, change) {
  for (const one of movesTogether.checked ? shown() : [pane]) one.apply(change);
}

function take(pane) {
  inHand = pane;
  for (const one of panes) one.element.classList.toggle("is-in-hand", isPair && one === pane);
  for (const range of ranges) range.value = pane.light[range.dataset.viewerRange];
}

// From now on alike: the other follows the one in hand.
function align() {
  for (const pane of shown()) {
    if (movesTogether.checked) pane.view = { ...inHand.view };
    if (sharesLight.checked) pane.light = { ...inHand.light };
    pane.draw();
  }
}

function shine() {
  for (const pane of both(sharesLight)) {
    for (const range of ranges) pane.light[range.dataset.viewerRange] = range.value;
    pane.draw();
  }
}

function reset() {
  for (const pane of movesTogether.checked || sharesLight.checked ? shown() : [inHand]) pane.reset();
  take(inHand);
}

// The next image that the other pane does not show.
function turn(step) {
  const other = isPair ? panes.find((pane) => pane !== inHand).place : -1;
  let place = (inHand.place + step + pictures.length) % pictures.length;
  if (place === other) place = (place + step + pictures.length) % pictures.length;
  const { view, light } = inHand;
  inHand.show(pictures[place], place);
  // What is linked stays linked; another image on its own begins afresh.
  if (isPair && movesTogether.checked) inHand.view = view;
  if (isPair && sharesLight.checked) inHand.light = light;
  inHand.draw();
  take(inHand);
  name();
}

function pair(on) {
  isPair = on && pictures.length > 1;
  panes[1].element.hidden = !isPair;
  dialog.classList.toggle("is-pair", isPair);
  dialog.querySelector("[data-viewer='pair']").setAttribute("aria-pressed", String(isPair));
  for (const control of dialog.querySelectorAll("[data-pair]")) control.hidden = !isPair;
  if (isPair) {
    const place = (panes[0].place + 1) % pictures.length;
    panes[1].show(pictures[place], place);
    inHand = panes[0];
    align();
  }
  take(panes[0]);
  name();
}

function name() {
  const numbers = shown().map((pane) => pictures[pane.place].number);
  document.getElementById("viewer-title").textContent = isPair
    ? say("images", { first: numbers[0], second: numbers[1] })
    : say("image", { number: numbers[0] });
}

const acts = {
  larger: () => move(inHand, { factor: STEP }),
  smaller: () => move(inHand, { factor: 1 / STEP }),
  reset,
  next: () => turn(1),
  previous: () => turn(-1),
  pair: () => pair(!isPair),
};

const keys = {
  "+": acts.larger,
  "=": acts.larger,
  "-": acts.smaller,
  0: reset,
  PageDown: acts.next,
  PageUp: acts.previous,
  ArrowLeft: () => move(inHand, { x: PAN }),
  ArrowRight: () => move(inHand, { x: -PAN }),
  ArrowUp: () => move(inHand, { y: PAN }),
  ArrowDown: () => move(inHand, { y: -PAN }),
};

const letters = {
  s: acts.pair,
  t: () => isPair && movesTogether.click(),
  l: () => isPair && sharesLight.click(),
};

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const act = event.target.matches("[type='range']") ? null : (keys[event.key] ?? (keysAreOn() && letters[event.key.toLowerCase()]));
  if (!act) return;
  event.preventDefault();
  act();
}

export function setUpViewer() {
  dialog.addEventListener("click", (event) => acts[event.target.closest("[data-viewer]")?.dataset.viewer]?.());
  dialog.addEventListener("keydown", onKey);
  for (const range of ranges) range.addEventListener("input", shine);
  for (const box of [movesTogether, sharesLight]) box.addEventListener("change", align);
}

// Every image of the case, those that are missing too: their place says so.
function listPictures() {
  return [...document.querySelectorAll("#case .pictures > li")].map((item, place) => {
    const image = item.querySelector(".picture img");
    const missing = item.querySelector(".picture-missing")?.textContent ?? "";
    return { number: place + 1, src: image?.src ?? "", alt: image?.alt ?? "", missing };
  });
}

export function showPicture(button) {
  pictures = listPictures();
  const single = pictures.length < 2;
  for (const act of ["next", "previous", "pair"]) dialog.querySelector(`[data-viewer='${act}']`).hidden = single;
  const place = Number(button.dataset.number) - 1;
  panes[0].show(pictures[place], place);
  pair("asPair" in button.dataset);
  openDialog(dialog);
  panes[0].stage.focus();
}
