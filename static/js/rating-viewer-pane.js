// One image in the viewer: zoom and pan by pointer, touch and wheel; brightness and contrast.
import { say } from "./rating-texts.js";

const STEP = 1.25;
const LEAST = 0.5;
const MOST = 8;

export class Pane {
  // `moved(pane, change)` hears of every zoom and pan: {factor} or {x, y}; `taken(pane)` when it is taken in hand.
  constructor(element, { moved, taken }) {
    Object.assign(this, { element, moved, taken });
    this.stage = element.querySelector(".viewer__stage");
    this.image = element.querySelector("img");
    this.missing = element.querySelector(".picture-missing");
    this.caption = element.querySelector("figcaption");
    this.pointers = new Map();
    this.place = 0;
    this.reset();
    this.#listen();
  }

  show(picture, place) {
    this.place = place;
    const name = say("image", { number: picture.number });
    this.caption.textContent = name;
    this.stage.setAttribute("aria-label", name);
    this.image.alt = picture.alt;
    if (picture.src) this.image.src = picture.src;
    else this.image.removeAttribute("src");
    this.#sayMissing(picture.src ? "" : picture.missing);
    this.reset();
  }

  #sayMissing(sentence) {
    this.missing.textContent = sentence;
    this.missing.hidden = !sentence;
    this.image.hidden = Boolean(sentence);
  }

  reset() {
    this.view = { scale: 1, x: 0, y: 0 };
    this.light = { brightness: 100, contrast: 100 };
    this.draw();
  }

  apply({ factor = 1, x = 0, y = 0 }) {
    const scale = Math.min(MOST, Math.max(LEAST, this.view.scale * factor));
    const ratio = scale / this.view.scale;
    this.view = { scale, x: this.view.x * ratio + x, y: this.view.y * ratio + y };
    this.draw();
  }

  draw() {
    const { scale, x, y } = this.view;
    this.image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    this.image.style.filter = `brightness(${this.light.brightness}%) contrast(${this.light.contrast}%)`;
  }

  #listen() {
    const { stage } = this;
    this.image.addEventListener("error", () => this.#sayMissing(say("pictureMissing")));
    this.element.addEventListener("focusin", () => this.taken(this));
    stage.addEventListener("pointerdown", (event) => {
      this.taken(this);
      stage.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    });
    stage.addEventListener("pointermove", (event) => this.#onMove(event));
    for (const end of ["pointerup", "pointercancel"]) {
      stage.addEventListener(end, (event) => this.pointers.delete(event.pointerId));
    }
    stage.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
  }

  #onWheel(event) {
    event.preventDefault();
    this.moved(this, { factor: event.deltaY < 0 ? STEP : 1 / STEP });
  }

  #onMove(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const wide = this.pointers.size === 2 ? this.#spread() : 0;
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (wide) this.moved(this, { factor: this.#spread() / wide });
    else this.moved(this, { x: event.clientX - before.x, y: event.clientY - before.y });
  }

  #spread() {
    const [a, b] = [...this.pointers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  }
}
