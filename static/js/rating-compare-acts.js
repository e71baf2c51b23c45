// What the comparing page asks of the server beside saving and submitting, and what it unfolds.
import { showReference } from "./rating-case.js";
import { askWhySkip } from "./rating-dialogs.js";
import { post } from "./rating-request.js";
import { TWO_VERSIONS } from "./rating-sender.js";
import { clearAlert, showAlert, showBlocked, showProgress } from "./rating-shell.js";
import { say, sayUndoRefused } from "./rating-texts.js";

// `data-undo-url` names the page to come back to, then what takes back each submission of that case.
export async function undoCase(room) {
  if (room.earlier.owed.length) {
    showAlert(say("undoWaits"));
    return;
  }
  const [page, ...urls] = room.data.undoUrl.split(" ");
  await takeBack(room, page, urls);
}

export async function reopen(room, url) {
  await takeBack(room, room.data.url, [url]);
}

async function takeBack(room, page, urls) {
  if (!page || room.submission.waiting.size) return;
  let taken = 0;
  let dropped = false;
  for (const url of urls) {
    const outcome = await post(url, { account: room.account });
    dropped ||= Boolean(outcome.data?.dropped_change);
    if (outcome.kind === "ok") taken += 1;
    else if (!taken) {
      showAlert(sayUndoRefused(outcome));
      return;
    }
  }
  await room.go(page, { push: page !== room.data.url, fresh: true });
  if (dropped) showAlert(say("changeDropped"));
}

// One reference for all: it opens once every output has been judged on something, and for each of them.
export async function openReference(room, button) {
  if (room.openStands.some((stand) => stand.missing.length === stand.rows.length)) {
    showAlert(say("referenceAfterAll"));
    return;
  }
  await settled(room.stands);
  let text = "";
  for (const stand of room.openStands) {
    const outcome = await post(stand.data.referenceUrl, { account: room.account });
    if (outcome.kind !== "ok") {
      showAlert(say("referenceFailed"));
      return;
    }
    text = outcome.data.text;
  }
  clearAlert();
  showReference(room.root, text, button);
}

// What was judged before has to be on the server before the reference opens or an output is skipped.
async function settled(stands) {
  const until = Date.now() + 5000;
  const isOwed = ({ sender }) => sender.isPending && !sender.blocked;
  for (const { sender } of stands) sender.retryNow();
  while (stands.some(isOwed) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 30));
}

export function toggleFlag(room, stand) {
  if (!stand.isChangeable) return;
  stand.remarks.flagged = !stand.remarks.flagged;
  room.save(stand);
  room.tell(say(stand.remarks.flagged ? "flaggedNow" : "unflagged", { letter: stand.letter }));
}

// The output is left out, the page stays; where nothing is left to judge, the page offers the next case.
export async function skip(room, stand) {
  if (!stand.isChangeable) return;
  const answer = await askWhySkip({ harm: stand.remarks.harm, title: say("skipOutput", { letter: stand.letter }), act: say("skipIt") });
  if (!answer) return;
  room.takeInHand(stand);
  stand.lock(true);
  await settled([stand]);
  const isOwed = stand.sender.isPending;
  const outcome = isOwed ? { kind: "unheard" } : await post(stand.data.skipUrl, { account: room.account, ...answer });
  if (outcome.kind === "ok") await skipped(room, stand, outcome.data);
  else {
    stand.lock(false);
    room.moves.to(stand);
    const code = outcome.data?.error;
    if (TWO_VERSIONS.includes(code)) room.submission.report(stand, code, outcome.data);
    else if (outcome.kind === "signed_out") showBlocked("signed_out");
    else showAlert(say("skipFailed"));
  }
}

async function skipped(room, stand, answer) {
  stand.skip();
  showProgress(answer.progress);
  if (room.openStands.length) {
    room.moves.on();
    room.tell(say("skippedNow", { letter: stand.letter }));
    return;
  }
  room.draw();
  await room.go(room.data.url, { push: false, fresh: true });
  document.querySelector("#room .rubric__actions .next").focus();
}

export function showRaw(stand) {
  const raw = stand.form.querySelector("[data-view='raw']");
  if (!raw) return;
  raw.hidden = !raw.hidden;
  stand.form.querySelector("[data-view='text']").hidden = !raw.hidden;
}

// Where columns do not scroll on their own a long text is folded to its first lines.
export function unfold(stand, button) {
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  button.textContent = open ? button.dataset.fold : button.dataset.unfold;
  stand.form.classList.toggle("is-unfolded", open);
}
