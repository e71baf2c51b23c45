// One text that can be marked, the output or the case, and what a place in it reads like.
import { piecesOf, sentencesOf, SIGN, textOf } from "./rating-spans.js";

export class Pane {
  constructor(part, element) {
    Object.assign(this, { part, element });
  }

  // Names the text that places count in.
  get digest() {
    return this.element.dataset.text;
  }

  get hasText() {
    return this.element.querySelector("[data-at]") !== null;
  }

  get language() {
    return this.element.querySelector("[data-at]")?.closest("[lang]")?.lang ?? "";
  }

  // What is on view.
  get pieces() {
    return piecesOf(this.element);
  }

  get sentences() {
    return sentencesOf(this.pieces, this.language);
  }

  // As it is read, whichever view is open.
  quote(place) {
    return textOf(place, piecesOf(this.element.querySelector("[data-view='text']") ?? this.element, { hidden: true }));
  }

  // Letter by letter, for the server to compare; of the case only parts are on the page.
  source({ start, end }) {
    const raw = this.element.querySelector("[data-view='raw']");
    if (!raw) return null;
    const pieces = piecesOf(this.element, { hidden: true }).filter((piece) => raw.contains(piece.node));
    return [...pieces.map((piece) => (piece.masked ? SIGN : piece.node.data)).join("")].slice(start, end).join("");
  }
}
