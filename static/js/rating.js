// The rating page: opens the item that the server drew, and leads from one to the next.
import { CompareRoom } from "./rating-compare.js";
import { Earlier } from "./rating-earlier.js";
import { keepGuidelines, setUpKeysDialog, suggestPause } from "./rating-dialogs.js";
import { Outbox } from "./rating-outbox.js";
import { Room } from "./rating-room.js";
import { forgetPrefetched, prefetch, showAlert, showProgress, swapTo } from "./rating-shell.js";
import { say } from "./rating-texts.js";
import { setUpViewer } from "./rating-viewer.js";

const root = document.getElementById("room");
const outbox = new Outbox(root.dataset.account);
const earlier = new Earlier({ outbox, account: Number(root.dataset.account), arrived, freed: () => room.retryNow?.() });
let room = null;
// What is answered side by side comes in any order: of the answers so far, the one that counts most.
let latest = null;

function open(element) {
  room = new (element.dataset.kind === "compare" ? CompareRoom : Room)(element, { outbox, earlier, go, finish });
  earlier.open(room.ids);
  prefetch(element.dataset.nextUrl);
}

// `undoUrl` and `progress` (with `done`, where more is to come) are newer than a prefetched page's.
// `fresh` wants the item as it is now, not as it was when it was prefetched.
async function go(url, { push = true, fresh = false, undoUrl = "", progress = "", done = 0, pause = 0 } = {}) {
  if (fresh) forgetPrefetched();
  const before = room;
  const left = before.data.url;
  const element = await swapTo(url, { push });
  if (!element) {
    // The way back led to a page that cannot be had: the address is again that of what is shown.
    if (location.pathname !== left) history.pushState(null, "", left);
    showAlert(say(progress ? "nextFailed" : "loadFailed"), [{ label: say("tryAgain"), href: url }]);
    return;
  }
  before.close();
  if (progress) latest = { done, progress };
  if (latest) showProgress(latest.progress);
  if (undoUrl) {
    showUndo(element, undoUrl);
    tickLetter(element, left);
  }
  open(element);
  if (!earlier.owed.length) latest = null;
  element.querySelector("#output, .is-in-hand .stand__text").focus({ preventScroll: true });
  if (!element.dataset.keptCase) window.scrollTo(0, 0);
  else if (document.documentElement.scrollHeight > window.innerHeight) element.querySelector(".judge").scrollIntoView();
  if (pause) suggestPause(pause);
}

function showUndo(element, url) {
  element.dataset.undoUrl = url;
  const button = element.querySelector("[data-action='undo']");
  if (button) button.hidden = false;
}

// An earlier item was submitted after all. The comparing page takes back whole cases, not this one.
function arrived(sender, answer) {
  if (!(answer.done < latest?.done)) latest = answer;
  showProgress(latest.progress);
  if (!earlier.owed.length) latest = null;
  if (answer.undo && room.data.kind !== "compare") {
    showUndo(room.root, answer.undo);
    tickLetter(room.root, sender.pageUrl);
  }
  prefetch(room.data.nextUrl);
}

// A prefetched page does not know yet that the output before it is done.
function tickLetter(element, url) {
  const link = [...element.querySelectorAll(".letters a")].find((letter) => letter.getAttribute("href") === url);
  if (!link || link.childElementCount) return;
  const sign = document.createElement("span");
  sign.ariaHidden = "true";
  sign.textContent = "✓";
  const word = document.createElement("span");
  word.className = "visually-hidden";
  word.textContent = ` ${say("done")}`;
  link.append(sign, word);
}

function finish(url) {
  room.close();
  location.assign(url);
}

function scrollToPart(event) {
  const link = event.target.closest?.(".outline a");
  if (!link) return;
  event.preventDefault();
  const heading = document.querySelector(link.getAttribute("href"));
  heading.scrollIntoView({ block: "start" });
  heading.focus({ preventScroll: true });
}

setUpKeysDialog();
setUpViewer();
open(root);
keepGuidelines(root.dataset.guidelinesUrl);
document.addEventListener("click", scrollToPart);
window.addEventListener("popstate", () => go(location.pathname, { push: false, fresh: true }));
// A page from the browser's memory may be older than the server.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
window.addEventListener("online", () => earlier.retryNow());
window.addEventListener("beforeunload", (event) => {
  if ((room.isPending || earlier.isPending) && !outbox.works) event.preventDefault();
});
