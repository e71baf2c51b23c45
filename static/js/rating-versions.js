// Two versions of one judgement, here and elsewhere: both are shown, she chooses, and what she chose goes on from
// here. What was judged here stays kept until the server has it or she has chosen the other.
import { askWhichCounts } from "./rating-dialogs.js";
import { post } from "./rating-request.js";
import { clearAlert, showAlert, showBlocked } from "./rating-shell.js";
import { say, sayUndoRefused } from "./rating-texts.js";

const SENTENCES = {
  drafted: "draftedElsewhere",
  changing: "changingElsewhere",
  changed: "changedElsewhere",
  discarded: "discardedElsewhere",
  skipped: "skippedElsewhere",
  taken_back: "takenBackElsewhere",
};

let lastAsked = Promise.resolve();

// Settle what was refused with `answer` for `one`: {account, itemUrl, letter, sender, names, mine, described}.
// Resolves with "mine" or "theirs"; null when it stays open, or the page was left (`signal`).
export async function settle(one, answer, signal) {
  const choice = await inTurn(() => ask(one, answer, signal));
  if (choice === "mine") return keepMine(one, answer, signal);
  if (choice === "theirs") one.sender.takeTheirs(answer.version ?? one.sender.version);
  return choice;
}

// The other version is as open as this one, so it can be gone on with in its place.
export function isOpenElsewhere({ became }) {
  return became === "drafted" || became === "changing";
}

// Side by side several outputs may have two versions: one question after another.
function inTurn(question) {
  lastAsked = lastAsked.catch(() => null).then(question);
  return lastAsked;
}

function ask(one, answer, signal) {
  const { names, mine } = one;
  const passages = (judgement) => (judgement.evidence ?? []).map((passage) => one.described(passage));
  return askWhichCounts({ sentence: sentenceOf(one, answer), names, passages, mine, theirs: answer.judgement, signal });
}

function sentenceOf({ letter }, { became, undoable }) {
  const submitted = undoable ? "submittedElsewhere" : "submittedBefore";
  return say(SENTENCES[became] ?? submitted, { letter });
}

// It goes on as a draft, over the version that she has seen; a draft is never submitted by itself.
async function keepMine(one, answer, signal) {
  const addresses = await wayOf(one, answer);
  if (!addresses || signal.aborted) return null;
  one.sender.keepMine(answer.version ?? one.sender.version, one.mine, addresses);
  return "mine";
}

// Where it can be saved: what was finished elsewhere is taken back first. What an earlier session submitted, or
// what was changed with a reason, is changed instead.
async function wayOf(one, { error, became, undoable }) {
  if (error === "conflict") return {};
  if (became === "taken_back") return draftOf(one);
  if (!undoable) return changeOf(one);
  const outcome = await post(`${one.itemUrl}undo/`, { account: one.account });
  if (outcome.kind === "ok") return draftOf(one);
  if (outcome.data?.error === "too_late") return changeOf(one);
  if (outcome.kind === "signed_out") showBlocked("signed_out");
  else showAlert(sayUndoRefused(outcome), [{ label: say("tryAgain"), run: () => askAgain(one) }]);
  return null;
}

export function askAgain({ sender }) {
  clearAlert();
  sender.unblock();
}

const draftOf = ({ itemUrl }) => ({ draftUrl: `${itemUrl}draft/`, submitUrl: `${itemUrl}submit/` });
const changeOf = ({ itemUrl }) => ({ draftUrl: `${itemUrl}change/draft/`, submitUrl: `${itemUrl}revise/` });
