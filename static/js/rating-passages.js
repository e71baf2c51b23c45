// The marked passages of one judgement: which of them stand, what still needs one, and how they are shown.
import { valueOf } from "./rating-answers.js";
import { paint, unpaint } from "./rating-spans.js";
import { say } from "./rating-texts.js";

const PARTS = ["output", "case"];
const MOST = 40;
const LONGEST = 2000;

export class Passages {
  // `panes` are the two texts they stand in, `rows` the dimensions, `template` one entry of a list.
  constructor({ panes, rows, template }) {
    Object.assign(this, { panes, rows, template });
    this.list = [];
  }

  // --- the judgement's part

  // Rows whose level needs a passage and has none.
  missing() {
    if (!this.#pane("output").hasText) return [];
    return this.rows.filter((row) => this.#needs(row) && !this.of(row).some((passage) => this.stands(passage)));
  }

  of(row) {
    return this.list.filter((passage) => passage.dimension === row.dataset.code);
  }

  // Why this place cannot be marked, if so.
  refuses({ start, end }) {
    if (end - start > LONGEST) return say("passageTooLong", { n: LONGEST });
    return this.list.length >= MOST ? say("passageTooMany", { n: MOST }) : "";
  }

  add(part, place, dimension) {
    const passage = { dimension, part, ...place, text: this.#pane(part).digest };
    const quote = this.#pane(part).source(place);
    if (quote) passage.quote = quote;
    const same = (other) => ["dimension", "part", "start", "end"].every((name) => other[name] === passage[name]);
    if (!this.list.some(same)) this.list = [...this.list, passage].sort((a, b) => this.#order(a, b));
    return passage;
  }

  remove(number) {
    const passage = this.list[number];
    this.list = this.list.filter((other) => other !== passage);
    return passage;
  }

  // --- reading

  nameOf({ dimension }) {
    return this.rowOf(dimension)?.dataset.name ?? dimension;
  }

  rowOf(code) {
    return this.rows.find((row) => row.dataset.code === code);
  }

  // A text may have changed since; then only its quote is left.
  stands(passage) {
    return !passage.kept && passage.text === this.#pane(passage.part).digest;
  }

  quote(passage) {
    return (this.stands(passage) && this.#pane(passage.part).quote(passage)) || (passage.quote ?? "");
  }

  // Where it stands, and it in words.
  described(passage) {
    const { dimension, part, start, end, kept } = passage;
    const text = say("quoted", { text: this.quote(passage) });
    return { place: [dimension, part, kept ?? `${start}-${end}`].join(":"), line: say("named", { name: this.nameOf(passage), text }) };
  }

  #pane(part) {
    return this.panes.find((pane) => pane.part === part);
  }

  #needs(row) {
    const value = valueOf(row);
    return row.dataset.evidenceUpTo && typeof value === "number" && value <= Number(row.dataset.evidenceUpTo);
  }

  #order(a, b) {
    return PARTS.indexOf(a.part) - PARTS.indexOf(b.part) || a.start - b.start || a.end - b.end;
  }

  // --- showing

  paint(panes = this.panes) {
    for (const { element, part } of panes) {
      const here = this.list.filter((passage) => passage.part === part && this.stands(passage));
      const entry = (passage) => {
        const number = this.list.indexOf(passage);
        return { place: passage, label: `${number + 1} ${this.nameOf(passage)}`, key: number };
      };
      paint(element, here.map(entry));
    }
  }

  unpaint() {
    for (const { element } of this.panes) unpaint(element);
  }

  item(passage) {
    const number = this.list.indexOf(passage);
    const item = this.template.content.firstElementChild.cloneNode(true);
    const stands = this.stands(passage);
    const quote = this.quote(passage);
    const [jump, remove] = item.querySelectorAll("button");
    for (const button of [jump, remove]) button.value = String(number);
    item.querySelector("[data-number]").textContent = String(number + 1);
    const text = item.querySelector("q");
    text.textContent = quote;
    text.hidden = !quote;
    text.lang = this.#pane(passage.part).language;
    item.querySelector("[data-lost]").hidden = stands;
    jump.disabled = !stands;
    remove.setAttribute("aria-label", say("passageRemove", { n: number + 1 }));
    return item;
  }

  pointAt(number) {
    const parts = this.panes.flatMap(({ element }) => [...element.querySelectorAll(`mark[data-passage="${number}"]`)]);
    if (!parts.length) return;
    for (const other of document.querySelectorAll(".passage-mark.is-pointed")) other.classList.remove("is-pointed");
    for (const part of parts) part.classList.add("is-pointed");
    parts[0].tabIndex = -1;
    parts[0].scrollIntoView({ block: "center" });
    parts[0].focus({ preventScroll: true });
  }
}
