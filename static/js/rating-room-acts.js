// What the page of one item asks of the server beside saving and submitting, and what it turns over.
import { showReference } from "./rating-case.js";
import { askWhySkip } from "./rating-dialogs.js";
import { TWO_VERSIONS } from "./rating-sender.js";
import { clearAlert, forgetPrefetched, prefetch, showAlert } from "./rating-shell.js";
import { say, sayUndoRefused } from "./rating-texts.js";

export function showRaw(root, button) {
  const raw = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(raw));
  root.querySelector("[data-view='raw']").hidden = !raw;
  root.querySelector("[data-view='text']").hidden = raw;
}

export async function skip(room) {
  if (room.busy) return;
  const answer = await askWhySkip({ harm: room.judgement.harm });
  if (!answer) return;
  const outcome = await room.ask(room.data.skipUrl, answer);
  const code = outcome.data?.error;
  if (outcome.kind === "ok") room.onward(outcome.data);
  else if (TWO_VERSIONS.includes(code)) await room.report(code, outcome.data);
  else showAlert(say(outcome.kind === "signed_out" ? "signedOut" : "skipFailed"));
}

// The last submission that the server knows of is not her last while that one is on its way.
export function undoLast(room) {
  if (room.earlier.owed.length) showAlert(say("undoWaits"));
  else undo(room, room.data.undoUrl);
}

export async function undo(room, url) {
  if (!url || room.busy) return;
  const outcome = await room.ask(url, {});
  if (outcome.kind !== "ok") {
    showAlert(sayUndoRefused(outcome));
    return;
  }
  await room.go(outcome.data.next, { fresh: true });
  if (outcome.data.dropped_change) showAlert(say("changeDropped"));
}

// What has not reached the server cannot be discarded there.
export async function discardChange(room) {
  if (room.busy) return;
  await settled(room);
  const { sender } = room;
  const outcome = sender.isPending ? { kind: "unheard" } : await room.ask(room.data.discardUrl, { version: sender.version });
  const code = outcome.data?.error;
  if (outcome.kind === "ok") await room.go(outcome.data.next, { fresh: true });
  else if (TWO_VERSIONS.includes(code)) await room.report(code, outcome.data);
  else showAlert(say(outcome.kind === "signed_out" ? "signedOut" : "discardFailed"));
}

export async function openReference(room, button) {
  if (!Object.keys(room.judgement.values).length) {
    showAlert(say("referenceFirst"));
    return;
  }
  await settled(room);
  const outcome = await room.ask(room.data.referenceUrl, {});
  if (outcome.kind !== "ok") {
    showAlert(say("referenceFailed"));
    return;
  }
  clearAlert();
  showReference(room.root, outcome.data.text, button);
  // The next output was fetched while its reference was closed.
  forgetPrefetched();
  prefetch(room.data.nextUrl);
}

// What was judged before is on the server before anything is asked that depends on it.
async function settled({ sender }) {
  const until = Date.now() + 5000;
  sender.retryNow();
  while (sender.isPending && !sender.blocked && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
