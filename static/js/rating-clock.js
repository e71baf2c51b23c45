// Active seconds: time between two signs of life, as long as the page is in front and they are not far apart.
const IDLE_MS = 60_000;
const SIGNS = ["pointermove", "pointerdown", "keydown", "wheel", "touchstart"];

export class ActiveClock {
  constructor(seconds, signal) {
    this.milliseconds = seconds * 1000;
    this.last = performance.now();
    const options = { signal, passive: true, capture: true };
    for (const sign of SIGNS) document.addEventListener(sign, () => this.#tick(), options);
    document.addEventListener("scroll", () => this.#tick(), options);
    document.addEventListener("visibilitychange", () => this.#turn(), options);
  }

  get seconds() {
    this.#tick();
    return Math.round(this.milliseconds / 100) / 10;
  }

  #tick() {
    const now = performance.now();
    if (!document.hidden && now - this.last < IDLE_MS) this.milliseconds += now - this.last;
    this.last = now;
  }

  #turn() {
    // Reading until the window was left counts; the time away does not.
    const now = performance.now();
    if (document.hidden && now - this.last < IDLE_MS) this.milliseconds += now - this.last;
    this.last = now;
  }
}
