// The marked passages of one output on its own page: kept with the judgement, listed under their dimension.
import { Pane } from "./rating-pane.js";
import { PassageBar } from "./rating-passage-bar.js";
import { Passages } from "./rating-passages.js";
import { list, say } from "./rating-texts.js";

export class Evidence {
  // `form` is the rubric's; `changed()` saves.
  constructor(root, form, { editable, changed, signal }) {
    Object.assign(this, { root, form, editable, changed });
    const panes = ["output", "case"].map((part) => new Pane(part, root.querySelector(`[data-part="${part}"]`)));
    this.marked = new Passages({ panes, rows: form.rows, template: root.querySelector("#passage-item") });
    this.marked.list = JSON.parse(form.form.dataset.evidence || "[]");
    this.said = root.querySelector("#passage-said");
    if (editable) this.#listen(panes, signal);
    const views = new MutationObserver(() => this.marked.paint());
    for (const view of root.querySelectorAll("[data-view]")) views.observe(view, { attributeFilter: ["hidden"] });
    signal.addEventListener("abort", () => this.marked.unpaint());
    this.#show();
  }

  #listen(panes, signal) {
    this.bar = new PassageBar(this.root.querySelector("#passage-bar"), {
      panes: () => panes,
      onChoose: (pane, place, code) => this.#add(pane.part, place, code),
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
    return this.marked.list;
  }

  apply(passages) {
    this.marked.list = passages ?? [];
    this.#show();
  }

  // A passage of any version: where it stands, and in words.
  described(passage) {
    return this.marked.described(passage);
  }

  // Dimensions whose level needs a passage and has none.
  missing() {
    return this.marked.missing();
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
    const refusal = this.marked.refuses(place);
    if (refusal) return void this.#tell(refusal);
    const passage = this.marked.add(part, place, dimension);
    const needed = document.activeElement.closest("[data-passage-need]");
    this.#show();
    // Who came from the need for it finds that gone.
    if (needed?.hidden) this.marked.rowOf(dimension).querySelector(".passage button")?.focus();
    this.#tell(say("passageMarked", { name: this.marked.nameOf(passage), quote: this.marked.quote(passage) }));
    this.changed();
  }

  #remove(number) {
    const next = this.marked.rowOf(this.marked.remove(number).dimension);
    this.#show();
    this.#tell(say("passageRemoved"));
    (next?.querySelector(".passage button") ?? next?.querySelector("input:checked") ?? next?.querySelector("input"))?.focus();
    this.changed();
  }

  #clicked(event) {
    const button = event.target.closest("[data-passage-act]");
    if (!button) return;
    const acts = {
      mark: () => this.#mark(button),
      jump: () => this.marked.pointAt(button.value),
      remove: () => this.#remove(Number(button.value)),
    };
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

  // --- showing

  #tell(sentence) {
    this.said.textContent = sentence;
  }

  #show() {
    this.marked.paint();
    this.form.rows.forEach((row) => this.#list(row));
  }

  showNeed(row) {
    const need = row.querySelector("[data-passage-need]");
    if (need) need.hidden = !this.missing().includes(row);
  }

  #list(row) {
    const list = row.querySelector("[data-passages]");
    if (!list) return;
    const own = this.marked.of(row);
    list.replaceChildren(...own.map((passage) => this.marked.item(passage)));
    list.hidden = own.length === 0;
    const name = row.dataset.name;
    list.setAttribute("aria-label", own.length === 1 ? say("passagesOne", { name }) : say("passagesMany", { name, n: own.length }));
    this.showNeed(row);
  }
}
