// Choosing a passage and its dimension: a small toolbar beside the selection, or, without a pointer, a walk
// from sentence to sentence. Digits and Escape are its own while it is open, arrows while it has the focus.
import { isField, keysAreOn } from "./rating-keys.js";
import { placeOf, rangesOf, textOf } from "./rating-spans.js";

const SETTLE_MS = 200;
const GAP = 8;

export class PassageBar {
  // `panes()` are the texts that can be marked, the one in hand first; `standard(pane)` is the code to offer;
  // `tell` says it aloud; `caption(pane)`, where there are several outputs, says whose mark it will be.
  constructor(bar, { panes, onChoose, standard, tell, caption = null, signal }) {
    Object.assign(this, { bar, findPanes: panes, onChoose, standard, tell, caption });
    this.quote = bar.querySelector("[data-quote]");
    this.choices = [...bar.querySelectorAll("[data-mark-for]")];
    this.chosen = null;
    const options = { signal };
    document.addEventListener("selectionchange", () => this.#selecting(), options);
    document.addEventListener("pointerdown", (event) => this.#pressed(event), options);
    document.addEventListener("pointerup", () => this.#released(), options);
    // Pressing a button must not take the selection away.
    bar.addEventListener("pointerdown", (event) => event.preventDefault(), options);
    bar.addEventListener("mousedown", (event) => event.preventDefault(), options);
    bar.addEventListener("click", (event) => this.#clicked(event), options);
    // Before the page: the digits that it shows would change a rating there.
    document.addEventListener("keydown", (event) => this.#pressedKey(event), { ...options, capture: true });
    signal.addEventListener("abort", () => clearTimeout(this.timer));
  }

  get isOpen() {
    return !this.bar.hidden;
  }

  get isWalking() {
    return this.bar.classList.contains("is-walking");
  }

  get panes() {
    return this.findPanes();
  }

  // By key or button: what is selected, or the first sentence in sight of `first`.
  begin(first = this.panes[0]) {
    this.#takeSelection();
    if (!this.chosen) {
      const active = this.panes.find((pane) => pane.element.contains(document.activeElement));
      const pane = active?.part === "case" ? active : first;
      if (!this.#firstSentence(pane) && !this.panes.some((other) => this.#firstSentence(other))) return false;
    }
    if (document.activeElement !== document.body) this.back ??= document.activeElement;
    this.bar.classList.add("is-walking");
    this.#show();
    this.#offered()?.focus();
    return true;
  }

  close() {
    const had = this.bar.contains(document.activeElement);
    this.#hide();
    getSelection().removeAllRanges();
    if (had) (this.back?.isConnected ? this.back : this.panes[0].element).focus({ preventScroll: true });
    this.back = null;
  }

  // --- the selection

  #selecting() {
    clearTimeout(this.timer);
    if (this.bar.contains(document.activeElement)) return;
    if (!this.pressing) this.timer = setTimeout(() => this.#settled(), SETTLE_MS);
  }

  #pressed(event) {
    this.pressing = event.pointerType === "mouse" && !this.bar.contains(event.target);
  }

  #released() {
    this.pressing = false;
    this.#selecting();
  }

  #settled() {
    if (this.bar.contains(document.activeElement)) return;
    this.#takeSelection();
    if (this.chosen) this.#show();
    else this.#hide();
  }

  #hide() {
    this.bar.hidden = true;
    this.bar.classList.remove("is-walking");
    this.chosen = null;
  }

  #takeSelection() {
    const selection = getSelection();
    this.chosen = null;
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    for (const pane of this.panes) {
      const place = range.intersectsNode(pane.element) ? placeOf(range, pane.pieces) : null;
      if (place) this.chosen ??= { pane, place };
    }
  }

  #choosePlace(pane, place) {
    const ranges = rangesOf(place, pane.pieces);
    if (!ranges.length) return;
    this.chosen = { pane, place };
    const [first, last] = [ranges[0], ranges.at(-1)];
    getSelection().setBaseAndExtent(first.startContainer, first.startOffset, last.endContainer, last.endOffset);
    const element = first.startContainer.parentElement;
    const { top, bottom } = first.getBoundingClientRect();
    const view = pane.element.getBoundingClientRect();
    if (top < Math.max(view.top, 0) || bottom > Math.min(view.bottom, innerHeight)) element.scrollIntoView({ block: "center" });
    this.#show();
    this.tell(this.quote.textContent);
  }

  // --- sentences

  #firstSentence(pane) {
    const { pieces, sentences: places } = pane;
    const top = Math.max(pane.element.getBoundingClientRect().top, 0);
    const first = places.find((place) => rangesOf(place, pieces)[0]?.getBoundingClientRect().bottom > top + GAP);
    if (first ?? places[0]) this.#choosePlace(pane, first ?? places[0]);
    return places.length > 0;
  }

  #walk(step) {
    const { pane, place } = this.chosen;
    const places = pane.sentences;
    const following = places.find(({ start }) => start > place.start && start >= place.end);
    const next = step > 0 ? following : places.findLast(({ start }) => start < place.start);
    if (next) this.#choosePlace(pane, next);
  }

  #stretch(step) {
    const { pane, place } = this.chosen;
    const ends = pane.sentences.map(({ end }) => end);
    const end = step > 0 ? ends.find((other) => other > place.end) : ends.findLast((other) => other < place.end && other > place.start);
    if (end) this.#choosePlace(pane, { start: place.start, end });
  }

  #turn() {
    const other = this.panes.find((pane) => pane !== this.chosen.pane && pane.sentences.length);
    if (other) this.#firstSentence(other);
  }

  // --- the bar

  #show() {
    const { pane, place } = this.chosen;
    const { pieces } = pane;
    this.quote.textContent = textOf(place, pieces);
    this.quote.lang = pane.language;
    if (this.caption) this.bar.querySelector(".passage-bar__word").textContent = this.caption(pane);
    for (const choice of this.choices) choice.classList.toggle("is-standard", choice === this.#offered());
    this.bar.hidden = false;
    this.#stand(rangesOf(place, pieces).map((range) => range.getBoundingClientRect()));
  }

  // Under the passage, or over it where there is no room; style sheets put it at the foot for fingers.
  #stand(boxes) {
    const { offsetWidth: width, offsetHeight: height } = this.bar;
    const [top, bottom] = [Math.min(...boxes.map((box) => box.top)), Math.max(...boxes.map((box) => box.bottom))];
    const left = Math.min(...boxes.map((box) => box.left));
    const below = bottom + GAP + height <= innerHeight ? bottom + GAP : Math.max(GAP, top - GAP - height);
    this.bar.style.setProperty("--bar-left", `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`);
    this.bar.style.setProperty("--bar-top", `${Math.min(below, innerHeight - height - GAP)}px`);
  }

  #offered() {
    return this.choices.find((choice) => choice.dataset.markFor === this.standard(this.chosen.pane)) ?? this.choices[0];
  }

  #clicked(event) {
    const button = event.target.closest("button");
    if (!button || !this.chosen) return;
    const acts = { before: () => this.#walk(-1), after: () => this.#walk(1), more: () => this.#stretch(1), turn: () => this.#turn(), cancel: () => this.close() };
    if (button.dataset.markFor) this.#choose(button.dataset.markFor);
    else acts[button.dataset.bar]?.();
  }

  #choose(code) {
    const { pane, place } = this.chosen;
    this.close();
    this.onChoose(pane, place, code);
  }

  #pressedKey(event) {
    if (!this.isOpen || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const act = this.bar.contains(event.target) ? this.#ownKey(event) : this.#keyElsewhere(event);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  // A digit without a dimension does nothing: with the bar open nobody means a level.
  #digit(key) {
    return /^\d$/.test(key) ? () => this.choices[Number(key) - 1]?.click() : null;
  }

  // While a passage is selected the focus stays where it was.
  #keyElsewhere({ key, target }) {
    if (isField(target) || document.querySelector("dialog[open]")) return null;
    if (key === "Escape") return () => this.close();
    return keysAreOn() ? this.#digit(key) : null;
  }

  #ownKey(event) {
    const buttons = [...this.bar.querySelectorAll("button:not([hidden])")];
    const along = (step) => buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
    const acts = {
      Escape: () => this.close(),
      ArrowLeft: () => along(-1),
      ArrowRight: () => along(1),
      ArrowUp: () => (event.shiftKey ? this.#stretch(-1) : this.#walk(-1)),
      ArrowDown: () => (event.shiftKey ? this.#stretch(1) : this.#walk(1)),
      m: () => this.#offered()?.click(),
    };
    return this.#digit(event.key) ?? acts[event.key];
  }
}
