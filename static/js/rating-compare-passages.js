// Marking side by side: one bar for all outputs, a list in each column. The case is every output's to mark,
// so it shows the marks of the output in hand.
import { unfold } from "./rating-compare-acts.js";
import { PassageBar } from "./rating-passage-bar.js";
import { list, say } from "./rating-texts.js";

export class Marking {
  constructor(room, casePane) {
    Object.assign(this, { room, casePane, target: null, owner: null, shown: null });
    const { root, leaving, stands } = room;
    this.said = root.querySelector("#passage-said");
    const { signal } = leaving;
    if (stands.some((stand) => stand.isOpen)) this.#openBar(root, signal);
    root.addEventListener("click", (event) => this.#clicked(event), { signal });
    root.addEventListener("pointerdown", (event) => event.target.closest("[data-passage-act='mark']") && event.preventDefault(), { signal });
    root.addEventListener("keydown", (event) => this.#pressed(event), { signal });
    for (const stand of stands) this.#list(stand);
    signal.addEventListener("abort", () => stands.forEach((stand) => stand.passages.unpaint()));
  }

  #openBar(root, signal) {
    this.bar = new PassageBar(root.querySelector("#passage-bar"), {
      panes: () => this.#panes(),
      caption: (pane) => this.#caption(pane),
      standard: () => this.#offered(this.owner),
      onChoose: (pane, place, code) => this.#add(this.owner, pane.part, place, code),
      tell: (sentence) => this.#tell(sentence),
      signal,
    });
  }

  // --- whose mark it will be

  // By key or button: what is selected, or a sentence of `stand`.
  begin(stand = this.#selected() ?? this.#wanting()) {
    if (!stand.isChangeable) return;
    this.target = stand;
    open(stand);
    stand.form.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!this.bar.begin(stand.pane)) this.#tell(say("passageNothing"));
  }

  #panes() {
    const first = this.#inQuestion;
    const open = this.room.stands.filter((stand) => stand.isChangeable && stand !== first);
    return [...(first.isChangeable ? [first.pane, this.casePane] : []), ...open.map((stand) => stand.pane)];
  }

  get #inQuestion() {
    return this.bar.isWalking ? this.target : this.#wanting();
  }

  // What the bar says is what it does.
  #caption(pane) {
    const stand = this.room.stands.find((one) => one.pane === pane);
    this.owner = stand ?? this.#inQuestion;
    return say("markForOutput", { letter: this.owner.letter });
  }

  #selected() {
    const { anchorNode, isCollapsed } = getSelection();
    return isCollapsed ? undefined : this.room.openStands.find((stand) => stand.text.contains(anchorNode));
  }

  // By the time that a level needs a passage, keys have moved on to an output with nothing to show yet.
  #wanting() {
    const { stands, inHand, code } = this.room;
    if (inHand.bare.length || !inHand.lacks(code)) return inHand;
    const bare = stands.filter((stand) => stand.bare.length);
    return bare.filter((stand) => stands.indexOf(stand) < stands.indexOf(inHand)).at(-1) ?? bare.at(-1) ?? inHand;
  }

  #offered(stand) {
    const codes = stand.bare.map((row) => row.dataset.code);
    return codes.includes(this.room.code) || !codes.length ? this.room.code : codes[0];
  }

  // --- marking

  #add(stand, part, place, code) {
    const { passages } = stand;
    const refusal = stand.isChangeable ? passages.refuses(place) : say("passageNothing");
    if (refusal) return void this.#tell(refusal);
    const passage = passages.add(part, place, code);
    const needed = document.activeElement.closest("[data-passage-need]");
    this.#changed(stand);
    // Who came from the need for it finds that gone.
    if (needed?.hidden) stand.form.querySelector(".passage button").focus();
    this.#tell(say("passageMarkedOf", { letter: stand.letter, name: passages.nameOf(passage), quote: passages.quote(passage) }));
  }

  #remove(stand, number) {
    if (!stand.isChangeable) return;
    stand.passages.remove(number);
    this.#changed(stand);
    (stand.form.querySelector(".passage button:not(:disabled)") ?? stand.text).focus({ preventScroll: true });
    this.#tell(say("passageRemoved"));
  }

  #changed(stand) {
    this.redraw(stand);
    this.room.save(stand);
  }

  #clicked(event) {
    const button = event.target.closest("[data-passage-act]");
    if (!button) return;
    const stand = this.room.standOf(button);
    const acts = {
      mark: () => this.begin(stand),
      jump: () => this.#jump(stand, button.value),
      remove: () => this.#remove(stand, Number(button.value)),
    };
    acts[button.dataset.passageAct]();
  }

  #jump(stand, number) {
    this.room.takeInHand(stand);
    open(stand);
    stand.passages.pointAt(number);
  }

  // Here Delete means the passage, not the level.
  #pressed(event) {
    const button = event.target.closest(".passage [data-passage-act]");
    if (!button || !["Delete", "Backspace"].includes(event.key)) return;
    event.preventDefault();
    this.#remove(this.room.standOf(button), Number(button.value));
  }

  // --- showing

  #tell(sentence) {
    this.said.textContent = sentence;
  }

  #list({ form, passages, pane }) {
    passages.paint([pane]);
    const list = form.querySelector("[data-passages]");
    list.replaceChildren(...passages.list.map((passage) => this.#item(passages, passage)));
    list.hidden = passages.list.length === 0;
  }

  #item(passages, passage) {
    const item = passages.item(passage);
    item.querySelector("[data-number]").textContent += ` ${passages.nameOf(passage)}`;
    return item;
  }

  // Its passages are others now.
  redraw(stand) {
    this.shown = null;
    this.#list(stand);
  }

  repaint(stand) {
    stand.passages.paint([stand.pane]);
  }

  draw() {
    const { stands, inHand } = this.room;
    for (const stand of stands) this.#showNeed(stand);
    if (this.shown === inHand) return;
    this.shown = inHand;
    inHand.passages.paint([this.casePane]);
  }

  #showNeed(stand) {
    const need = stand.form.querySelector("[data-passage-need]");
    if (!need) return;
    const names = list(stand.bare.map((row) => row.dataset.name));
    const sentence = names && say("passagesNeeded", { names });
    need.hidden = !names;
    const place = need.querySelector("[data-names]");
    if (place.textContent === sentence) return;
    place.textContent = sentence;
    if (names) this.#tell(say("passagesNeededBy", { letter: stand.letter, names }));
  }
}

// A folded text would hide what is marked in it.
function open(stand) {
  const button = stand.form.querySelector("[data-action='unfold']");
  if (button.getAttribute("aria-expanded") !== "true") unfold(stand, button);
}
