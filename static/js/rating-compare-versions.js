// Two versions of an output, side by side: asked in place, one output after another. Then the page goes on with
// what was chosen, and is read anew where an output is no longer what it shows.
import { showAlert } from "./rating-shell.js";
import { say } from "./rating-texts.js";
import { askAgain, isOpenElsewhere, settle } from "./rating-versions.js";

export class Versions {
  constructor(room) {
    Object.assign(this, { room, asking: new Set(), changes: [], isOutdated: false });
  }

  async ask(stand, answer) {
    const { signal } = this.room.leaving;
    stand.isOutdated = false;
    stand.note(say("choose"), "", () => stand.isUndecided);
    this.asking.add(stand);
    const choice = await settle(stand, answer, signal);
    this.asking.delete(stand);
    if (signal.aborted) return;
    if (choice === "theirs") this.#show(stand, answer);
    if (choice === "mine") this.#goOnWith(stand);
    this.room.draw();
    await this.renew();
  }

  // Where her choice could not be carried out: she submits, so she is asked again.
  askAgain() {
    const left = this.room.stands.filter((stand) => stand.isUndecided && !this.asking.has(stand));
    left.forEach(askAgain);
    return left.length > 0;
  }

  #show(stand, answer) {
    const isOpen = stand.isOpen && isOpenElsewhere(answer);
    stand.note("");
    this.room.marks.set(stand, "saved", answer.saved_time);
    if (stand.isOpen && answer.judgement) {
      stand.take(answer.judgement);
      this.room.marking.redraw(stand);
    }
    if (isOpen) return;
    this.isOutdated = true;
    if (answer.became === "skipped") stand.skip();
    else if (answer.became !== "taken_back") stand.finish();
  }

  // Shown as it was finished, or to be changed with a reason: then the server has to have it first.
  #goOnWith(stand) {
    stand.note("");
    stand.isOutdated = !stand.isOpen || stand.sender.draftUrl !== stand.data.draftUrl;
    if (stand.isOutdated) stand.lock(true);
  }

  // What was kept is saved: as the output's draft, or as the change of a rating that goes on counting.
  saved(stand, answer) {
    if (!stand.isOutdated && !answer.change_begun) return;
    this.isOutdated = true;
    if (answer.change_begun) this.changes.push(stand);
    this.renew();
  }

  async renew() {
    const { room, asking, changes } = this;
    if (!this.isOutdated || asking.size || room.submission.waiting.size) return;
    const open = document.querySelector("dialog[open]");
    if (open) {
      open.addEventListener("close", () => this.renew(), { once: true });
      return;
    }
    this.isOutdated = false;
    await room.go(room.data.url, { push: false, fresh: true });
    if (!room.leaving.signal.aborted || !changes.length) return;
    const ways = changes.map((stand) => ({ label: say("sayWhyOf", { letter: stand.letter }), href: stand.itemUrl }));
    showAlert(say("keptAsChange"), ways);
    // Where the page is long it stands above what is in sight.
    document.getElementById("rating-alert").scrollIntoView({ block: "nearest" });
  }
}
