// The way of several outputs to the server at once: each is submitted under its own key; the page goes on
// when the last of them is confirmed or nobody answers, and stays where one of them was refused.
import { clearAlert, isPrefetched, showAlert, showBlocked, showProgress } from "./rating-shell.js";
import { list, say } from "./rating-texts.js";

// So long one waits for the answers before going on without them.
const PATIENCE_MS = 2000;

export class Submission {
  constructor(room) {
    this.room = room;
    this.waiting = new Set();
    this.answers = [];
    this.isAsked = false;
    this.isRefused = false;
    this.hasAlerted = false;
  }

  // Everything that is complete, then the next case.
  send() {
    if (this.waiting.size) return;
    const { stands } = this.room;
    const ready = stands.filter((stand) => stand.isReady && !stand.isLocked);
    const held = stands.find((stand) => stand.isHeldBack);
    for (const stand of stands) stand.sayHeldBack();
    if (held) this.#lookAt(held);
    const isUndecided = this.room.versions.askAgain();
    if (!ready.length) {
      if (!isUndecided) this.#sayMissing();
      return;
    }
    const isRefused = Boolean(held) || isUndecided || stands.some((stand) => stand.isOutdated);
    Object.assign(this, { isAsked: true, isRefused, answers: [], sent: ready });
    this.leftBehind = this.room.openStands.filter((stand) => !ready.includes(stand)).map((stand) => stand.letter);
    for (const stand of ready) stand.submit();
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.#goOn(), PATIENCE_MS);
    this.room.root.querySelector(".rubric__actions .next").focus();
  }

  // What is said there may be beyond the columns in sight.
  #lookAt(stand) {
    this.room.takeInHand(stand);
    stand.form.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #sayMissing() {
    const { room } = this;
    const error = room.root.querySelector("#compare-error");
    const names = room.stands.flatMap((stand) => stand.missing.map((row) => `${stand.letter} ${row.dataset.name}`));
    const blocked = room.openStands.find((stand) => stand.sender.blocked);
    const code = room.codes.find((one) => room.firstLacking(one));
    if (code) room.moves.judge(code);
    else room.stands.find((stand) => stand.isHeldBack)?.focusHeldBack();
    if (names.length) error.textContent = say("missing", { names: list(names) });
    else if (!blocked) error.textContent = "";
    else showBlocked(blocked.sender.blocked);
  }

  // What a sender has to say about its output.
  report(stand, state, answer = {}) {
    const acts = {
      saving: () => this.#mark(stand, "saving"),
      submitting: () => this.#sending(stand),
      saved: () => this.#saved(stand, answer),
      kept: () => this.#mark(stand, "kept"),
      notSubmitted: () => this.#notSubmitted(stand),
      submitted: () => this.#submitted(stand, answer),
      incomplete: () => this.#unlock(stand, say("incompleteHere"), "alone"),
      evidence_missing: () => this.#unlock(stand, this.#needed(stand, answer.missing)),
      harm_note_missing: () => this.#unlock(stand, say("harmNoteMissing")),
      conflict: () => this.#twoVersions(stand, answer),
      not_waiting: () => this.#twoVersions(stand, answer),
    };
    if (acts[state]) acts[state]();
    else this.#refused(stand, state);
  }

  #mark(stand, state, time) {
    this.room.marks.set(stand, state, time);
  }

  // Also what an earlier page could not submit any more.
  #sending(stand) {
    stand.lock(true);
    this.waiting.add(stand);
    this.#mark(stand, "submitting");
  }

  #saved(stand, answer) {
    this.#mark(stand, "saved", answer.saved_time);
    // Other alerts are about something else.
    if (this.hasAlerted) clearAlert();
    this.hasAlerted = false;
    // Somebody answers again.
    this.room.earlier.retryNow();
    this.room.versions.saved(stand, answer);
  }

  #submitted(stand, answer) {
    stand.finish();
    this.answers.push(answer);
    this.#mark(stand, "saved");
    this.#settle(stand);
  }

  // The server may know of more levels that need a passage than the page.
  #needed(stand, codes) {
    return say("evidenceMissing", { names: list(codes.map((code) => stand.row(code)?.dataset.name ?? code)) });
  }

  #unlock(stand, sentence, way = "") {
    stand.lock(false);
    stand.note(sentence, way);
    this.isRefused = true;
    this.#settle(stand);
  }

  #twoVersions(stand, answer) {
    this.#mark(stand, "choose");
    stand.lock(false);
    this.isRefused = true;
    this.room.versions.ask(stand, answer);
    this.#settle(stand);
  }

  #notSubmitted(stand) {
    this.#mark(stand, "notSubmitted");
    this.#goOn();
  }

  // Nobody answers: what was submitted is kept and sent from the next case, where that one is here already.
  async #goOn() {
    const { room, sent, answers } = this;
    const { nextUrl, url } = room.data;
    const isWaiting = this.isAsked && !this.isRefused && this.waiting.size > 0;
    if (!isWaiting || room.leaving.signal.aborted || !room.outbox.works || !isPrefetched(nextUrl)) return;
    // A case that is on its way itself.
    if (room.earlier.owed.some((sender) => nextUrl.includes(sender.id))) return;
    this.isAsked = false;
    const undoUrl = [url, ...sent.map((stand) => stand.undoUrl)].join(" ");
    const { done, progress } = countedLast(answers);
    await this.#nextCase({ undoUrl, done, progress });
    // Still here: that page could not be read after all.
    this.isAsked = true;
  }

  #refused(stand, code) {
    this.#mark(stand, "blocked");
    stand.lock(false);
    showBlocked(code);
    this.hasAlerted = true;
    this.isRefused = true;
    this.#settle(stand);
  }

  #settle(stand) {
    const wasWaiting = this.waiting.delete(stand);
    this.room.draw();
    if (wasWaiting && !this.waiting.size && this.answers.length) this.#onward();
    else this.room.versions.renew();
  }

  #onward() {
    const { room, answers } = this;
    const last = countedLast(answers);
    const undoUrl = [room.data.url, ...answers.map((answer) => answer.undo)].join(" ");
    const pause = Math.max(...answers.map((answer) => answer.pause ?? 0));
    this.answers = [];
    showProgress(last.progress);
    room.offerUndo(undoUrl);
    if (this.isRefused || !this.isAsked) room.versions.renew();
    else if (!last.next) room.finish(last.finished);
    else if (!room.data.nextUrl) room.go(room.data.url, { push: false, fresh: true });
    else this.#nextCase({ undoUrl, progress: last.progress, pause });
  }

  async #nextCase(news) {
    const { room } = this;
    await room.go(room.data.nextUrl, news);
    if (room.root.isConnected || !this.leftBehind.length) return;
    const sentence = say("leftBehind", { letters: list(this.leftBehind) });
    showAlert(sentence, [{ label: say("backToThem"), href: room.data.url }]);
  }
}

// They were answered side by side: the one that counts most was counted last.
function countedLast(answers) {
  return answers.reduce((one, other) => (other.done >= one.done ? other : one), { done: 0 });
}
