// What the comparing page asks of the server beside saving and submitting, and what it unfolds.
import { showReference } from "./rating-case.js";
import { post } from "./rating-request.js";
import { clearAlert, showAlert } from "./rating-shell.js";
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
  await settled(room);
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

// What was judged before the reference has to be on the server before it opens.
async function settled(room) {
  const until = Date.now() + 5000;
  const isOwed = ({ sender }) => sender.isPending && !sender.blocked;
  for (const { sender } of room.stands) sender.retryNow();
  while (room.stands.some(isOwed) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 30));
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
