// The marked passages of one judgement: kept with it, shown in the text, listed under their dimension.
import { Pane } from "./rating-pane.js";
import { PassageBar } from "./rating-passage-bar.js";
import { paint, unpaint } from "./rating-spans.js";
import { list, say } from "./rating-texts.js";

const PARTS = ["output", "case"];
const MOST = 40;
const LONGEST = 2000;

export class Evidence {
  // `form` is the rubric's; `changed()` saves.
  constructor(root, form, { editable, changed, signal }) {
    Object.assign(this, { root, form, editable, changed });
    this.panes = PARTS.map((part) => new Pane(part, root.querySelector(`[data-part="${part}"]`)));
    this.said = root.querySelector("#passage-said");
    this.passages = JSON.parse(form.form.dataset.evidence || "[]");
    if (editable) this.#listen(signal);
    const views = new MutationObserver(() => this.#paint());
    for (const view of root.querySelectorAll("[data-view]")) views.observe(view, { attributeFilter: ["hidden"] });
    signal.addEventListener("abort", () => this.panes.forEach((pane) => unpaint(pane.element)));
    this.#show();
  }

  #listen(signal) {
    this.bar = new PassageBar(this.root.querySelector("#passage-bar"), {
      panes: this.panes,
      onChoose: (part, place, code) => this.#add(part, place, code),
      standard: () => this.#offered()?.dataset.code,
      tell: (sentence) => this.#tell(sentence),
      signal,
    });
    this.root.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.root.addEventListener("pointerdown", (event) => event.target.closest("[data-passage-act='mark']") && event.preventDefault(), { signal });
    this.root.addEventListener("keydown", (event) => this.#pressed(event), { signal });
  }

  // --- the judgement's part

  read() {
    return this.passages;
  }

  apply(passages) {
    this.passages = passages ?? [];
    this.#show();
  }

  // Passages of any version: where each stands, and in words.
  described(passages) {
    return (passages ?? []).map((passage) => {
      const { dimension, part, start, end, kept } = passage;
      const quote = say("quoted", { text: this.#quote(passage) });
      const name = this.#row(dimension)?.dataset.name ?? dimension;
      return { place: [dimension, part, kept ?? `${start}-${end}`].join(":"), line: say("named", { name, text: quote }) };
    });
  }

  // Dimensions whose level needs a passage and has none.
  missing() {
    if (!this.#pane("output").hasText) return [];
    return this.form.rows.filter((row) => this.#needs(row) && !this.#of(row.dataset.code).some((passage) => this.#stands(passage)));
  }

  // Says what is missing, if anything; whoever submits stops then. The server may know of more (`codes`).
  refuses(codes = null) {
    const rows = codes ? this.form.rows.filter((row) => codes.includes(row.dataset.code)) : this.missing();
    if (!rows.length) return false;
    this.form.focus(rows[0]);
    this.form.error.textContent = say("evidenceMissing", { names: list(rows.map((row) => row.dataset.name)) });
    return true;
  }

  // --- marking

  begin() {
    if (!this.editable || this.form.form.querySelector("fieldset").disabled) return;
    if (!this.bar.begin()) this.#tell(say("passageNothing"));
  }

  // What still needs a passage comes before the dimension in hand: keys have moved on from it by then.
  #offered() {
    const missing = this.missing();
    return missing.includes(this.form.marked) || !missing.length ? this.form.marked : missing[0];
  }

  #add(part, place, dimension) {
    if (place.end - place.start > LONGEST) return void this.#tell(say("passageTooLong", { n: LONGEST }));
    if (this.passages.length >= MOST) return void this.#tell(say("passageTooMany", { n: MOST }));
    const passage = { dimension, part, ...place, text: this.#pane(part).digest };
    const quote = this.#pane(part).source(place);
    if (quote) passage.quote = quote;
    const same = ({ start, end, ...other }) => other.dimension === dimension && other.part === part && start === place.start && end === place.end;
    if (!this.passages.some(same)) this.passages = [...this.passages, passage].sort((a, b) => this.#order(a, b));
    this.#show();
    this.#tell(say("passageMarked", { name: this.#row(dimension)?.dataset.name ?? dimension, quote: this.#quote(passage) }));
    this.changed();
  }

  #remove(number) {
    const passage = this.passages[number];
    const next = this.#row(passage.dimension);
    this.passages = this.passages.filter((other) => other !== passage);
    this.#show();
    this.#tell(say("passageRemoved"));
    (next?.querySelector(".passage button") ?? next?.querySelector("input:checked") ?? next?.querySelector("input"))?.focus();
    this.changed();
  }

  #jump(number) {
    const mark = this.root.querySelector(`mark[data-passage="${number}"]`);
    if (!mark) return;
    for (const other of this.root.querySelectorAll(".passage-mark.is-pointed")) other.classList.remove("is-pointed");
    for (const part of this.root.querySelectorAll(`mark[data-passage="${number}"]`)) part.classList.add("is-pointed");
    mark.tabIndex = -1;
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  }

  #clicked(event) {
    const button = event.target.closest("[data-passage-act]");
    if (!button) return;
    const acts = { mark: () => this.#mark(button), jump: () => this.#jump(button.value), remove: () => this.#remove(Number(button.value)) };
    acts[button.dataset.passageAct]();
  }

  #mark(button) {
    const row = button.closest(".dimension");
    if (row) this.form.mark(row);
    this.begin();
  }

  // Here Delete means the passage, not the level.
  #pressed(event) {
    const button = event.target.closest(".passage [data-passage-act]");
    if (!button || !["Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    this.#remove(Number(button.value));
  }

  // --- reading

  #pane(part) {
    return this.panes.find((pane) => pane.part === part);
  }

  #row(code) {
    return this.form.rows.find((row) => row.dataset.code === code);
  }

  #of(code) {
    return this.passages.filter((passage) => passage.dimension === code);
  }

  #needs(row) {
    const value = this.form.valueOf(row);
    return row.dataset.evidenceUpTo && typeof value === "number" && value <= Number(row.dataset.evidenceUpTo);
  }

  #stands(passage) {
    return !passage.kept && passage.text === this.#pane(passage.part).digest;
  }

  #order(a, b) {
    return PARTS.indexOf(a.part) - PARTS.indexOf(b.part) || a.start - b.start || a.end - b.end;
  }

  #quote(passage) {
    return (this.#stands(passage) && this.#pane(passage.part).quote(passage)) || (passage.quote ?? "");
  }

  // --- showing

  #tell(sentence) {
    this.said.textContent = sentence;
  }

  #show() {
    this.#paint();
    this.form.rows.forEach((row) => this.#list(row));
  }

  #paint() {
    for (const { element, part } of this.panes) {
      const entries = this.passages.flatMap((passage, number) => {
        if (passage.part !== part || !this.#stands(passage)) return [];
        const name = this.#row(passage.dimension)?.dataset.name ?? passage.dimension;
        return [{ place: passage, label: `${number + 1} ${name}`, key: number }];
      });
      paint(element, entries);
    }
  }

  showNeed(row) {
    const need = row.querySelector("[data-passage-need]");
    if (need) need.hidden = !this.missing().includes(row);
  }

  #list(row) {
    const list = row.querySelector("[data-passages]");
    if (!list) return;
    const own = this.#of(row.dataset.code);
    list.replaceChildren(...own.map((passage) => this.#item(passage)));
    list.hidden = own.length === 0;
    const name = row.dataset.name;
    list.setAttribute("aria-label", own.length === 1 ? say("passagesOne", { name }) : say("passagesMany", { name, n: own.length }));
    this.showNeed(row);
  }

  #item(passage) {
    const number = this.passages.indexOf(passage);
    const item = this.root.querySelector("#passage-item").content.firstElementChild.cloneNode(true);
    const stands = this.#stands(passage);
    const quote = this.#quote(passage);
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
}
