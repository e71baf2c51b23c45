// One item: what its controls do, and what its page says when the server answers.
import { foldCase, showReference, watchPictures } from "./rating-case.js";
import { ActiveClock } from "./rating-clock.js";
import { askWhichCounts, askWhySkip, showGuidelines, showKeys } from "./rating-dialogs.js";
import { Evidence } from "./rating-evidence.js";
import { RubricForm } from "./rating-form.js";
import { listenToKeys } from "./rating-keys.js";
import { post } from "./rating-request.js";
import { Sender } from "./rating-sender.js";
import { clearAlert, showAlert, showBlocked, showMark, showProgress, showSaved } from "./rating-shell.js";
import { list, say, sayUndoRefused } from "./rating-texts.js";
import { showPicture } from "./rating-viewer.js";

const TYPING_PAUSE_MS = 700;
// Here the case would push output and rubric far below; it opens by one tap.
const PHONE = "(max-width: 37.49rem)";

export class Room {
  // `go(url, then)` leads to another item; `finish(url)` leaves the page when nothing is left.
  constructor(root, { outbox, go, finish }) {
    Object.assign(this, { root, outbox, go, finish });
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
      version: Number(this.data.version),
      draftUrl: this.data.draftUrl,
      submitUrl: this.data.submitUrl,
      pageUrl: this.data.url,
      outbox,
      report: (state, answer) => this.#report(state, answer),
    });
    showSaved(this.data.savedTime);
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

  // Over a submitted rating nothing is saved by clicking: the change is sent whole, with its reason.
  get isChanging() {
    return this.data.status === "changing";
  }

  get isEditable() {
    return this.isOpen || this.isChanging;
  }

  // A change that was begun and is nowhere but in this page.
  get isUnsent() {
    return this.isChanging && this.changed && !this.sender.isPending;
  }

  close() {
    this.sender.flush();
    this.sender.stop();
    this.leaving.abort();
  }

  get judgement() {
    const judgement = this.form.read(this.clock.seconds);
    return this.isChanging ? { ...judgement, reason: this.form.reason.value } : judgement;
  }

  // Bring in a judgement from elsewhere (a conflict that was decided for this side) and save it.
  adopt(judgement) {
    this.form.apply(judgement);
    if (this.isOpen) this.sender.hold(judgement);
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
    this.changed = true;
    if (this.isChanging) {
      showMark("kept", say("changeUnsaved"));
      return;
    }
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
      skip: () => this.#skip(),
      flag: () => this.#flag(),
      undo: () => this.#undo(this.data.undoUrl),
      reopen: () => this.#undo(control.dataset.url),
      raw: () => this.#showRaw(control),
      fold: () => foldCase(this.root, control),
      reference: () => this.#openReference(control),
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
      this.form.error.textContent = say("harmNoteMissing");
      this.form.form.elements.harm_note.focus();
      return;
    }
    if (this.isChanging && !this.form.reason.value.trim()) {
      this.form.error.textContent = say("reasonMissing");
      this.form.reason.focus();
      return;
    }
    this.#lock(true);
    this.sender.submit(this.judgement);
  }

  // While a submission is on its way nothing may be changed: what was seen is what will be stored.
  #lock(locked) {
    this.busy = locked;
    this.root.classList.toggle("is-sending", locked);
    const fields = this.root.querySelector("#rubric-fields");
    const focused = fields.contains(document.activeElement);
    fields.disabled = locked;
    if (locked && focused) this.#visible("next")?.focus();
  }

  #flag() {
    this.form.setFlag(this.form.flag.getAttribute("aria-pressed") !== "true");
    this.#save(0);
  }

  #showRaw(button) {
    const raw = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(raw));
    this.root.querySelector("[data-view='raw']").hidden = !raw;
    this.root.querySelector("[data-view='text']").hidden = raw;
  }

  async #skip() {
    if (this.busy) return;
    const answer = await askWhySkip();
    if (!answer) return;
    const outcome = await this.#ask(this.data.skipUrl, answer);
    if (outcome.kind === "ok") this.#onward(outcome.data);
    else showAlert(say(outcome.kind === "signed_out" ? "signedOut" : "skipFailed"));
  }

  async #undo(url) {
    if (!url || this.busy) return;
    const outcome = await this.#ask(url, {});
    if (outcome.kind === "ok") await this.go(outcome.data.next, { fresh: true });
    else showAlert(sayUndoRefused(outcome));
  }

  async #openReference(button) {
    if (!Object.keys(this.judgement.values).length) {
      showAlert(say("referenceFirst"));
      return;
    }
    await this.#settled();
    const outcome = await this.#ask(this.data.referenceUrl, {});
    if (outcome.kind !== "ok") {
      showAlert(say("referenceFailed"));
      return;
    }
    clearAlert();
    showReference(this.root, outcome.data.text, button);
  }

  // What was judged before the reference has to be on the server before it opens.
  async #settled() {
    const until = Date.now() + 5000;
    this.sender.retryNow();
    while (this.sender.isPending && !this.sender.blocked && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  #ask(url, body) {
    return post(url, { account: this.account, ...body });
  }

  // --- answers

  async #report(state, answer = {}) {
    const marks = {
      saving: () => showMark("saving", say("saving")),
      submitting: () => this.#showSubmitting(),
      saved: () => this.#saved(answer),
      kept: () => showMark("kept", say(this.outbox.works ? "kept" : "keptMemory")),
      notSubmitted: () => showMark("kept", say("notSubmitted")),
      submitted: () => this.#onward(answer),
      incomplete: () => this.#lock(false),
      evidence_missing: () => this.#lacksEvidence(answer.missing),
      conflict: () => this.#decide(say("conflict"), answer, () => this.#keepMine(answer.version)),
      not_waiting: () => this.#finishedElsewhere(answer),
    };
    if (marks[state]) await marks[state]();
    else this.#blocked(state);
  }

  #keepMine(version) {
    this.sender.keepMine(version);
    if (this.isChanging) this.sender.submit(this.judgement);
  }

  #lacksEvidence(codes) {
    this.#lock(false);
    this.form.evidence.refuses(codes);
  }

  #showSubmitting() {
    if (this.isEditable) this.#lock(true);
    showMark("saving", say("submitting"));
  }

  #saved(answer) {
    showSaved(answer.saved_time);
    clearAlert();
  }

  #blocked(code) {
    if (this.busy) this.#lock(false);
    showMark("kept", say("blocked"));
    showBlocked(code);
  }

  #onward(answer) {
    this.data.undoUrl = answer.undo;
    showProgress(answer.progress);
    if (!answer.next) {
      this.finish(answer.finished);
      return;
    }
    this.go(answer.next, { undoUrl: answer.undo, progress: answer.progress, pause: answer.pause });
  }

  async #decide(sentence, answer, keepMine) {
    this.#lock(false);
    showMark("kept", say("choose"));
    const names = this.form.rows.map((row) => [row.dataset.code, row.dataset.name]);
    const passages = (judgement) => this.form.evidence.described(judgement.evidence);
    const choice = await askWhichCounts({ sentence, names, passages, mine: this.judgement, theirs: answer.judgement });
    if (choice === "mine") {
      await keepMine();
      return;
    }
    this.sender.takeTheirs(answer.version ?? this.sender.version);
    if (answer.state) await this.go(this.data.url, { push: false, fresh: true });
    else {
      this.form.apply(answer.judgement);
      this.#saved(answer);
    }
  }

  #finishedElsewhere(answer) {
    const mine = this.judgement;
    const key = answer.state === "skipped" ? "skippedElsewhere" : "submittedElsewhere";
    return this.#decide(say(key), answer, async () => {
      this.sender.takeTheirs(this.sender.version);
      const outcome = await this.#ask(this.data.url + "undo/", {});
      if (outcome.kind !== "ok") showAlert(sayUndoRefused(outcome));
      else await this.go(this.data.url, { push: false, fresh: true, adopt: mine });
    });
  }
}
