// What stays while items come and go: the saved mark, the alert, the address bar, the prefetched next item.
import { replaceRoom } from "./rating-case.js";
import { fetchPart } from "./rating-request.js";
import { say } from "./rating-texts.js";

const mark = document.getElementById("saved-mark");
const alertBox = document.getElementById("rating-alert");
const earlierMark = document.getElementById("earlier-mark");
const earlierBox = document.getElementById("earlier-alert");

// Shapes stand beside the words: colour alone would not do.
export function showMark(state, sentence) {
  mark.dataset.state = state;
  if (mark.textContent !== sentence) mark.textContent = sentence;
}

// `actions` are {label, href} or {label, run}.
export function showAlert(sentence, actions = []) {
  alertBox.replaceChildren(makeMessage(sentence, actions));
}

function makeMessage(sentence, actions) {
  const message = document.createElement("div");
  message.className = "message message--warning";
  const text = document.createElement("p");
  text.textContent = sentence;
  message.append(text, ...actions.map(makeAction));
  return message;
}

const REFUSED = {
  signed_out: "signedOut",
  other_account: "otherAccount",
  not_open: "notOpen",
  not_yours: "notYours",
  has_guessed: "hasGuessed",
};

// Why nothing more can be saved here, and the way out where there is one.
export function showBlocked(code) {
  showAlert(say(REFUSED[code] ?? "refused"), waysOut(code, location.pathname));
}

function waysOut(code, next) {
  if (code !== "signed_out" && code !== "other_account") return [];
  return [{ label: say("logIn"), href: `${say("loginUrl")}?next=${encodeURIComponent(next)}` }];
}

const EARLIER_REFUSED = {
  conflict: "earlierVersions",
  not_waiting: "earlierVersions",
  incomplete: "earlierIncomplete",
  evidence_missing: "earlierPassage",
  harm_note_missing: "harmNoteMissing",
};

// What was submitted before, and how many of it nobody has confirmed: apart from the item in hand.
export function showEarlier(count) {
  earlierMark.dataset.state = count ? "kept" : "idle";
  const sentence = count > 1 ? say("earlierMany", { n: count }) : count ? say("earlierOne") : "";
  if (earlierMark.textContent !== sentence) earlierMark.textContent = sentence;
}

// `refused` are {letter, code, url}: each is named, with the way to it.
export function showEarlierRefused(refused) {
  earlierBox.replaceChildren(
    ...refused.map(({ letter, code, url }) => {
      const name = letter ? say("earlierRefused", { letter }) : say("earlierUnnamed");
      const why = say(EARLIER_REFUSED[code] ?? REFUSED[code] ?? "earlierKept");
      const open = code === "not_yours" ? [] : [{ label: say("earlierOpen"), href: url }];
      return makeMessage(name + why, [...waysOut(code, url), ...open]);
    }),
  );
}

export function clearAlert() {
  alertBox.replaceChildren();
}

function makeAction({ label, href, run }) {
  const action = document.createElement(href ? "a" : "button");
  action.className = "button button--small";
  action.textContent = label;
  if (href) action.href = href;
  else {
    action.type = "button";
    action.addEventListener("click", run);
  }
  return action;
}

// The next item is fetched while this one is read. It is kept in memory only.
const NOTHING = { url: "", html: Promise.resolve(null), isHere: false };
let prefetched = NOTHING;

export function prefetch(url) {
  if (!url || prefetched.url === url) return;
  const asked = { url, html: fetchPart(url), isHere: false };
  prefetched = asked;
  asked.html.then((html) => {
    asked.isHere = Boolean(html);
    // What could not be had may be asked for again.
    if (!html && prefetched === asked) forgetPrefetched();
  });
}

export function isPrefetched(url) {
  return Boolean(url) && prefetched.url === url && prefetched.isHere;
}

export function forgetPrefetched() {
  prefetched = NOTHING;
}

async function partOf(url) {
  const early = prefetched.url === url ? await prefetched.html : null;
  forgetPrefetched();
  return early ?? (await fetchPart(url));
}

// Replace the item by the one at `url`; the new root, or null when it could not be had.
export async function swapTo(url, { push = true } = {}) {
  const html = await partOf(url);
  const part = html && new DOMParser().parseFromString(html, "text/html").getElementById("room");
  if (!part) return null;
  const root = replaceRoom(part);
  if (push) history.pushState(null, "", url);
  document.title = root.dataset.title;
  // The language switch comes back to where one is now.
  for (const back of document.querySelectorAll(".site-tools input[name='next']")) back.value = url;
  showProgress(root.dataset.progress);
  clearAlert();
  return root;
}

export function showProgress(text) {
  document.getElementById("rating-progress").textContent = text;
}

export function showSaved(time, key = "saved") {
  showMark(time ? "saved" : "idle", time ? say(key, { time }) : "");
}
