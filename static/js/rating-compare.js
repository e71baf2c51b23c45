// A case with all its outputs beside it, judged dimension by dimension. Every output keeps a draft and a
// submission of its own; time on this page is shared evenly among the outputs still to be judged.
import { keepItsHeight } from "./rating-anchor-line.js";
import { reconcile } from "./rating-answers.js";
import { foldCase, watchPictures } from "./rating-case.js";
import { ActiveClock } from "./rating-clock.js";
import { openReference, reopen, showRaw, skip, toggleFlag, undoCase, unfold } from "./rating-compare-acts.js";
import { drawBoard, SavedMarks, showLevels } from "./rating-compare-board.js";
import { Moves } from "./rating-compare-moves.js";
import { Marking } from "./rating-compare-passages.js";
import { Remarks } from "./rating-compare-remarks.js";
import { Submission } from "./rating-compare-submit.js";
import { Versions } from "./rating-compare-versions.js";
import { showGuidelines, showKeys } from "./rating-dialogs.js";
import { listenToKeys } from "./rating-keys.js";
import { Pane } from "./rating-pane.js";
import { Stand } from "./rating-stand.js";
import { showPicture } from "./rating-viewer.js";

const TYPING_PAUSE_MS = 700;
const PHONE = "(max-width: 37.49rem)";

export class CompareRoom {
  constructor(root, { outbox, earlier, go, finish }) {
    Object.assign(this, { root, outbox, earlier, go, finish });
    this.data = root.dataset;
    this.account = Number(this.data.account);
    this.leaving = new AbortController();
    this.clock = new ActiveClock(0, this.leaving.signal);
    this.marks = new SavedMarks(this.data.savedTime, outbox);
    this.moves = new Moves(this);
    this.submission = new Submission(this);
    this.versions = new Versions(this);
    this.sharers = Math.max(1, root.querySelectorAll(".stand[data-status='open']").length);
    const casePane = new Pane("case", root.querySelector("#case"));
    this.stands = [...root.querySelectorAll(".stand")].map((form) => this.#stand(form, casePane));
    this.codes = [...root.querySelectorAll("[data-action='dimension']")].map((button) => button.dataset.code);
    this.stands.forEach((stand) => stand.takeUpKept());
    this.code = this.codes.find((code) => this.firstLacking(code)) ?? this.codes[0];
    this.inHand = this.firstLacking(this.code) ?? this.stands[0];
    this.remarks = new Remarks(this);
    this.marking = new Marking(this, casePane);
    if (matchMedia(PHONE).matches && !this.data.keptCase) foldCase(root, root.querySelector("[data-action='fold']"));
    watchPictures(root);
    // Every output has the same dimensions and levels.
    keepItsHeight(root.querySelector("[data-level-line]"), this.stands[0].rows, this.leaving.signal, true);
    this.#listen();
    this.draw();
    this.#showColumn();
  }

  get ids() {
    return this.stands.map((stand) => stand.data.id);
  }

  get isPending() {
    return this.stands.some((stand) => stand.sender.isPending);
  }

  get openStands() {
    return this.stands.filter((stand) => stand.isOpen);
  }

  retryNow() {
    for (const { sender } of this.stands) sender.retryNow();
  }

  // What is still owed goes on from wherever one is now.
  close() {
    this.leaving.abort();
    for (const { sender } of this.stands) {
      sender.flush();
      if (sender.isPending && !sender.blocked) this.earlier.adopt(sender);
      else sender.stop();
    }
  }

  draw() {
    drawBoard(this.root, this);
    this.marking.draw();
  }

  takeInHand(stand) {
    if (stand === this.inHand) return;
    this.inHand = stand;
    this.draw();
  }

  // Heard, not seen.
  tell(sentence) {
    this.root.querySelector("#compare-status").textContent = sentence;
  }

  firstLacking(code) {
    return this.stands.find((stand) => stand.lacks(code));
  }

  #stand(form, casePane) {
    const seconds = () => this.clock.seconds / this.sharers;
    const report = (stand, state, answer) => this.submission.report(stand, state, answer);
    const waits = (sender) => this.earlier.holdsBack(sender);
    const template = this.root.querySelector("#passage-item");
    return new Stand(form, { account: this.account, outbox: this.outbox, seconds, report, waits, casePane, template });
  }

  // --- listening

  #listen() {
    const options = { signal: this.leaving.signal };
    const root = this.root;
    root.addEventListener("change", (event) => this.#answered(event, 0), options);
    root.addEventListener("input", (event) => event.target.type === "number" && this.#answered(event, TYPING_PAUSE_MS), options);
    root.addEventListener("submit", (event) => this.standOf(event.target) && event.preventDefault(), options);
    root.addEventListener("keydown", (event) => this.#entered(event), options);
    root.addEventListener("focusin", (event) => this.#arrived(event), options);
    root.addEventListener("pointerover", (event) => this.#pointed(event), options);
    root.addEventListener("pointerleave", () => showLevels(root, this), options);
    document.addEventListener("click", (event) => this.#clicked(event), options);
    window.addEventListener("online", () => this.retryNow(), options);
    window.addEventListener("pagehide", () => this.stands.forEach((stand) => stand.sender.flush()), options);
    document.addEventListener("visibilitychange", () => this.#turned(), options);
    listenToKeys(this.#keyActions(), this.leaving.signal);
  }

  #keyActions() {
    const press = (action) => () => this.#press(action);
    return {
      keys: {
        n: () => this.root.querySelector(".rubric__actions .next").click(),
        u: press("undo"),
        o: press("reference"),
        e: press("fold"),
        r: press("raw"),
        h: () => this.remarks.open(this.inHand, "harm"),
        c: () => this.remarks.open(this.inHand, "comment"),
        f: () => toggleFlag(this, this.inHand),
        s: () => skip(this, this.inHand),
        m: () => this.marking.begin(),
        v: () => this.go(this.inHand.data.url),
        g: () => showGuidelines(this.data.guidelinesUrl),
        "?": showKeys,
      },
      digit: (key) => this.moves.digit(key),
      arrow: (step) => this.moves.turn(step),
      sideways: (step, event) => this.moves.sideways(step, event),
      escape: () => {},
    };
  }

  #press(action) {
    this.root.querySelector(`[data-action="${action}"]:not([hidden], :disabled)`)?.click();
  }

  standOf(target) {
    return this.stands.find((stand) => stand.form.contains(target));
  }

  #answered(event, wait) {
    const stand = this.standOf(event.target);
    const row = event.target.closest(".dimension");
    if (!stand || !row) return;
    reconcile(row, event.target);
    this.inHand = stand;
    this.save(stand, wait);
  }

  save(stand, wait = 0) {
    this.root.querySelector("#compare-error").textContent = "";
    stand.save(wait);
    this.draw();
  }

  // Return in a number field.
  #entered(event) {
    if (event.key !== "Enter" || event.isComposing || event.target.type !== "number") return;
    event.preventDefault();
    this.moves.on();
  }

  #arrived(event) {
    const stand = this.standOf(event.target);
    if (!stand) return;
    this.takeInHand(stand);
    showLevels(this.root, this);
  }

  #pointed(event) {
    const row = event.target.closest(".dimension");
    showLevels(this.root, this, { pointed: event.target.closest(".level")?.querySelector("input") ?? row });
  }

  #turned() {
    for (const { sender } of this.stands) {
      if (document.hidden) sender.flush();
      else if (sender.blocked === "signed_out") sender.unblock();
    }
  }

  // --- actions

  #clicked(event) {
    const control = event.target.closest("[data-action]");
    if (!control || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const acts = {
      go: () => this.go(control.getAttribute("href")),
      next: () => this.submission.send(),
      undo: () => undoCase(this),
      reopen: () => reopen(this, control.dataset.url),
      output: () => this.moves.to(this.stands.find((stand) => stand.letter === control.dataset.letter)),
      dimension: () => this.moves.judge(control.dataset.code),
      harm: () => this.remarks.open(this.standOf(control), "harm"),
      flag: () => toggleFlag(this, this.standOf(control)),
      skip: () => skip(this, this.standOf(control)),
      raw: () => this.#showRaw(),
      unfold: () => unfold(this.standOf(control), control),
      fold: () => foldCase(this.root, control),
      reference: () => openReference(this, control),
      picture: () => showPicture(control),
      guidelines: () => showGuidelines(this.data.guidelinesUrl),
      keys: showKeys,
    };
    const act = acts[control.dataset.action];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #showRaw() {
    showRaw(this.inHand);
    this.marking.repaint(this.inHand);
    this.draw();
  }

  // The output in hand may stand beyond the columns in sight.
  #showColumn() {
    const strip = this.root.querySelector(".stands");
    const { offsetLeft, offsetWidth } = this.inHand.form;
    strip.scrollLeft = Math.max(strip.scrollLeft, offsetLeft + offsetWidth - strip.clientWidth);
  }

  offerUndo(url) {
    this.data.undoUrl = url;
    this.root.querySelector("[data-action='undo']").hidden = false;
  }
}
