// A case image at large: zoom, pan, brightness and contrast, by pointer, touch and keyboard.
import { openDialog } from "./rating-dialogs.js";
import { say } from "./rating-texts.js";

const STEP = 1.25;
const PAN = 60;
const dialog = document.getElementById("viewer");
const stage = document.getElementById("viewer-stage");
const image = document.getElementById("viewer-image");
const ranges = [...dialog.querySelectorAll("[data-viewer-range]")];

let pictures = [];
let place = 0;
let view = { scale: 1, x: 0, y: 0 };

function draw() {
  const { scale, x, y } = view;
  image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  image.style.filter = ranges.map((range) => `${range.dataset.viewerRange}(${range.value}%)`).join(" ");
}

function zoom(factor) {
  const scale = Math.min(8, Math.max(0.5, view.scale * factor));
  const ratio = scale / view.scale;
  view = { scale, x: view.x * ratio, y: view.y * ratio };
  draw();
}

function pan(x, y) {
  view = { ...view, x: view.x + x, y: view.y + y };
  draw();
}

function reset() {
  view = { scale: 1, x: 0, y: 0 };
  for (const range of ranges) range.value = 100;
  draw();
}

function turnTo(number) {
  place = (number + pictures.length) % pictures.length;
  const source = pictures[place].querySelector("img");
  image.src = source.src;
  image.alt = source.alt;
  document.getElementById("viewer-title").textContent = say("image", { number: pictures[place].dataset.number });
  reset();
}

const acts = {
  larger: () => zoom(STEP),
  smaller: () => zoom(1 / STEP),
  reset,
  next: () => turnTo(place + 1),
  previous: () => turnTo(place - 1),
};

const keys = {
  "+": acts.larger,
  "=": acts.larger,
  "-": acts.smaller,
  0: reset,
  ArrowLeft: () => pan(PAN, 0),
  ArrowRight: () => pan(-PAN, 0),
  ArrowUp: () => pan(0, PAN),
  ArrowDown: () => pan(0, -PAN),
};

const pointers = new Map();

function spread() {
  const [a, b] = [...pointers.values()];
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function onMove(event) {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const wide = pointers.size === 2 ? spread() : 0;
  pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  if (wide) zoom(spread() / wide);
  else pan(event.clientX - before.x, event.clientY - before.y);
}

export function setUpViewer() {
  dialog.addEventListener("click", (event) => acts[event.target.closest("[data-viewer]")?.dataset.viewer]?.());
  dialog.addEventListener("input", draw);
  dialog.addEventListener("keydown", (event) => {
    if (event.target.matches("input") || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  stage.addEventListener("pointerdown", (event) => {
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  stage.addEventListener("pointermove", onMove);
  for (const end of ["pointerup", "pointercancel"]) {
    stage.addEventListener(end, (event) => pointers.delete(event.pointerId));
  }
  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoom(event.deltaY < 0 ? STEP : 1 / STEP);
    },
    { passive: false },
  );
}

export function showPicture(button) {
  pictures = [...document.querySelectorAll("#case [data-action='picture']")];
  for (const name of ["next", "previous"]) {
    dialog.querySelector(`[data-viewer='${name}']`).hidden = pictures.length < 2;
  }
  turnTo(pictures.indexOf(button));
  openDialog(dialog);
  stage.focus();
}
