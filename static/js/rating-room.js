// One item: what its controls do, and what its page says when the server answers.
import { foldCase, watchPictures } from "./rating-case.js";
import { ActiveClock } from "./rating-clock.js";
import { showGuidelines, showKeys } from "./rating-dialogs.js";
import { Evidence } from "./rating-evidence.js";
import { RubricForm } from "./rating-form.js";
import { listenToKeys } from "./rating-keys.js";
import { post } from "./rating-request.js";
import { discardChange, openReference, showRaw, skip, undo, undoLast } from "./rating-room-acts.js";
import { Sender } from "./rating-sender.js";
import { clearAlert, isPrefetched, showBlocked, showMark, showProgress, showSaved } from "./rating-shell.js";
import { list, say } from "./rating-texts.js";
import { isOpenElsewhere, settle } from "./rating-versions.js";
import { showPicture } from "./rating-viewer.js";

const TYPING_PAUSE_MS = 700;
// So long one waits for the answer to a submission before going on without it.
const PATIENCE_MS = 2000;
// Here the case would push output and rubric far below; it opens by one tap.
const PHONE = "(max-width: 37.49rem)";

export class Room {
  // `go(url, then)` leads to another item; `finish(url)` leaves the page when nothing is left; `earlier` are
  // the items before this one that are not confirmed yet.
  constructor(root, { outbox, earlier, go, finish }) {
    Object.assign(this, { root, outbox, earlier, go, finish });
    this.data = root.dataset;
    this.account = Number(this.data.account);
    this.leaving = new AbortController();
    this.busy = false;
    this.form = new RubricForm(root.querySelector("#rubric"), this.leaving.signal);
    const { signal } = this.leaving;
    this.form.evidence = new Evidence(root, this.form, { editable: this.isEditable, changed: () => this.#save(0), signal });
    this.clock = new ActiveClock(Number(this.data.seconds), this.leaving.signal);
    this.sender = new Sender({
      account: this.account,
      id: this.data.id,
      letter: this.data.letter,
      version: Number(this.data.version),
      draftUrl: this.data.draftUrl,
      submitUrl: this.data.submitUrl,
      pageUrl: this.data.url,
      outbox,
      report: (state, answer) => this.report(state, answer),
      waits: (sender) => this.earlier.holdsBack(sender),
    });
    this.#showSaved(this.data.savedTime, this.data.changeBegun);
    if (matchMedia(PHONE).matches && !this.data.keptCase) foldCase(root, root.querySelector("[data-action='fold']"));
    this.#listen();
    this.#takeUpKept();
  }

  get ids() {
    return [this.data.id];
  }

  get isPending() {
    return this.sender.isPending;
  }

  get isOpen() {
    return this.data.status === "open";
  }

  // The draft is that of a change: what was submitted counts until the change is.
  get isChanging() {
    return this.data.status === "changing";
  }

  get isEditable() {
    return this.isOpen || this.isChanging;
  }

  get itemUrl() {
    return this.data.itemUrl;
  }

  get letter() {
    return this.data.letter;
  }

  get names() {
    return this.form.rows.map((row) => [row.dataset.code, row.dataset.name]);
  }

  retryNow() {
    this.sender.retryNow();
  }

  // What is still owed goes on from wherever one is now.
  close() {
    this.leaving.abort();
    clearTimeout(this.patience);
    this.sender.flush();
    if (this.sender.isPending && !this.sender.blocked) this.earlier.adopt(this.sender);
    else this.sender.stop();
  }

  get judgement() {
    const judgement = this.form.read(this.clock.seconds);
    return this.isChanging ? { ...judgement, reason: this.form.reason.value } : judgement;
  }

  // What she judged here: where the item is only shown, that is not on the page but kept.
  get mine() {
    return this.sender.entry?.latest ?? this.judgement;
  }

  described(passage) {
    return this.form.evidence.described(passage);
  }

  #takeUpKept() {
    const kept = this.outbox.get(this.data.id);
    if (!kept) return;
    if (this.isEditable) this.form.apply(kept.latest);
    if (["paused", "closed", "left"].includes(this.data.status)) showMark("kept", say("blocked"));
    else this.sender.resume(kept);
  }

  // --- listening

  #listen() {
    const options = { signal: this.leaving.signal };
    const form = this.form.form;
    form.addEventListener("change", (event) => this.#changed(event), options);
    form.addEventListener("input", (event) => this.#typed(event), options);
    form.addEventListener("submit", (event) => this.#submit(event), options);
    document.addEventListener("click", (event) => this.#clicked(event), options);
    watchPictures(this.root);
    window.addEventListener("online", () => this.sender.retryNow(), options);
    window.addEventListener("pagehide", () => this.sender.flush(), options);
    document.addEventListener("visibilitychange", () => this.#turned(), options);
    listenToKeys(this.#keyActions(), this.leaving.signal);
  }

  #keyActions() {
    const press = (action) => () => this.#visible(action)?.click();
    return {
      keys: {
        n: () => (this.#visible("next") ?? this.root.querySelector("a.next"))?.click(),
        s: press("skip"),
        f: press("flag"),
        m: () => this.form.evidence.begin(),
        r: press("raw"),
        o: press("reference"),
        u: () => (this.#visible("undo") ?? this.#visible("reopen"))?.click(),
        c: () => this.form.form.elements.comment.focus(),
        h: () => this.form.form.querySelector("[name='harm']:checked")?.focus(),
        g: () => showGuidelines(this.data.guidelinesUrl),
        v: () => this.root.querySelector("[data-view-compare]")?.click(),
        "?": showKeys,
      },
      digit: (key) => this.#digit(key),
      arrow: (step) => this.#move(step),
      escape: () => this.form.focus(this.form.marked),
    };
  }

  #visible(action) {
    return this.root.querySelector(`[data-action="${action}"]:not([hidden], :disabled)`);
  }

  #changed(event) {
    if (event.target.name === "harm") this.form.showHarmNote();
    this.form.reconcile(event.target);
    this.#save(0);
  }

  #typed(event) {
    if (["radio", "checkbox"].includes(event.target.type)) return;
    this.form.reconcile(event.target);
    this.#save(TYPING_PAUSE_MS);
  }

  #save(wait) {
    if (!this.isEditable) return;
    this.form.error.textContent = "";
    this.sender.hold(this.judgement, wait);
  }

  #turned() {
    if (document.hidden) this.sender.flush();
    else if (this.sender.blocked === "signed_out") this.sender.unblock();
  }

  #digit(key) {
    if (!this.isEditable || this.busy) return false;
    if (key === "Delete" || key === "Backspace") {
      this.form.clear(this.form.marked);
      this.#save(0);
      return true;
    }
    const row = this.form.marked;
    if (!this.form.choose(key)) return false;
    this.#save(0);
    const following = this.form.neighbour(1) ?? this.form.firstMissing();
    if (following) this.form.focus(following);
    else this.#visible("next").focus();
    this.form.speak(row);
    return true;
  }

  #move(step) {
    const row = this.form.neighbour(step);
    if (row) this.form.focus(row);
    else if (step > 0) this.form.form.querySelector("[name='harm']:checked")?.focus();
  }

  // --- actions

  #clicked(event) {
    const control = event.target.closest("[data-action]");
    if (!control || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const acts = {
      go: () => this.go(control.getAttribute("href")),
      skip: () => skip(this),
      flag: () => this.#flag(),
      undo: () => undoLast(this),
      discard: () => discardChange(this),
      reopen: () => undo(this, control.dataset.url),
      raw: () => showRaw(this.root, control),
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

  #submit(event) {
    event.preventDefault();
    if (!this.isEditable || this.busy) return;
    const missing = this.form.missing();
    if (missing.length) {
      this.form.error.textContent = say("missing", { names: list(missing.map((row) => row.dataset.name)) });
      this.form.focus(missing[0]);
      return;
    }
    if (this.form.evidence.refuses()) return;
    if (this.form.lacksHarmNote) {
      this.#lacksHarmNote();
      return;
    }
    if (this.isChanging && !this.form.reason.value.trim()) {
      this.form.error.textContent = say("reasonMissing");
      this.form.reason.focus();
      return;
    }
    this.#lock(true);
    this.sender.submit(this.judgement);
    this.patience = setTimeout(() => this.#goOn(), PATIENCE_MS);
  }

  // Nobody answers: the submission is kept and sent from the next item, where that one is here already.
  async #goOn() {
    const { nextUrl } = this.data;
    const isWaiting = this.busy && this.sender.isSubmitting && !this.sender.blocked;
    if (!isWaiting || !this.isOpen || !this.outbox.works || !isPrefetched(nextUrl)) return;
    if (this.earlier.owed.some((sender) => sender.pageUrl === nextUrl)) return;
    this.busy = false;
    await this.go(nextUrl);
    // Still here: that page could not be read after all.
    if (!this.leaving.signal.aborted) this.busy = true;
  }

  // While a submission is on its way nothing may be changed: what was seen is what will be stored.
  #lock(locked) {
    this.busy = locked;
    this.root.classList.toggle("is-sending", locked);
    const fields = [...this.form.form.querySelectorAll("fieldset")];
    const focused = fields.some((part) => part.contains(document.activeElement));
    for (const part of fields) part.disabled = locked || !this.isEditable;
    if (locked && focused) this.#visible("next")?.focus();
  }

  #flag() {
    this.form.setFlag(this.form.flag.getAttribute("aria-pressed") !== "true");
    this.#save(0);
  }

  ask(url, body) {
    return post(url, { account: this.account, ...body });
  }

  // --- answers

  async report(state, answer = {}) {
    const marks = {
      saving: () => showMark("saving", say("saving")),
      submitting: () => this.#showSubmitting(),
      saved: () => this.#saved(answer),
      kept: () => showMark("kept", say(this.outbox.works ? "kept" : "keptMemory")),
      notSubmitted: () => this.#notSubmitted(),
      submitted: () => this.onward(answer),
      incomplete: () => this.#lock(false),
      evidence_missing: () => this.#lacksEvidence(answer.missing),
      harm_note_missing: () => this.#lacksHarmNote(),
      conflict: () => this.#decide(answer),
      not_waiting: () => this.#decide(answer),
    };
    if (marks[state]) await marks[state]();
    else this.#blocked(state);
  }

  #notSubmitted() {
    showMark("kept", say("notSubmitted"));
    this.#goOn();
  }

  #lacksEvidence(codes) {
    this.#lock(false);
    this.form.evidence.refuses(codes);
  }

  #lacksHarmNote() {
    this.#lock(false);
    this.form.error.textContent = say("harmNoteMissing");
    this.form.form.elements.harm_note.focus();
  }

  #showSubmitting() {
    if (this.isEditable) this.#lock(true);
    showMark("saving", say("submitting"));
  }

  #saved(answer) {
    // Also a change that an earlier page could not send, taken up where the item is only shown.
    if (this.isOutdated || (answer.change_begun && !this.isChanging)) {
      this.go(this.data.itemUrl, { push: false, fresh: true });
      return;
    }
    this.#showSaved(answer.saved_time, answer.change_begun);
    clearAlert();
    // Somebody answers again.
    this.earlier.retryNow();
  }

  #showSaved(time, changeBegun) {
    showSaved(time, changeBegun ? "changeSaved" : "saved");
    if (!this.isChanging) return;
    const line = this.root.querySelector("[data-change-begun-line]");
    // Always a line of much the same length: rows that move away under the pointer are hit by mistake.
    const sentence = changeBegun ? say("changeBegun", { time: changeBegun }) : say("changeNone");
    line.classList.toggle("is-begun", Boolean(changeBegun));
    if (line.textContent !== sentence) line.textContent = sentence;
    this.root.querySelector("[data-action='discard']").hidden = !changeBegun;
    this.root.querySelector("[data-leave]").hidden = Boolean(changeBegun);
  }

  #blocked(code) {
    if (this.busy) this.#lock(false);
    showMark("kept", say("blocked"));
    showBlocked(code);
  }

  onward(answer) {
    this.data.undoUrl = answer.undo;
    showProgress(answer.progress);
    if (!answer.next) {
      this.finish(answer.finished);
      return;
    }
    this.go(answer.next, { undoUrl: answer.undo, progress: answer.progress, pause: answer.pause });
  }

  async #decide(answer) {
    this.isOutdated = false;
    this.#lock(false);
    showMark("kept", say("choose"));
    const choice = await settle(this, answer, this.leaving.signal);
    if (choice === "theirs") await this.#takeTheirs(answer);
    if (choice === "mine") this.#goOnWithMine();
  }

  async #takeTheirs(answer) {
    if (answer.judgement) this.form.apply(answer.judgement);
    if (this.isEditable && isOpenElsewhere(answer)) {
      this.#saved(answer);
      return;
    }
    this.#lock(true);
    await this.go(this.itemUrl, { push: false, fresh: true });
  }

  // Where the page shows the item as it was, it is read anew once the server has what was kept.
  #goOnWithMine() {
    this.isOutdated = !this.isEditable || this.sender.draftUrl !== this.data.draftUrl;
    if (this.isOutdated) this.#lock(true);
  }
}
