// What stays while items come and go: the saved mark, the alert, the address bar, the prefetched next item.
import { replaceRoom } from "./rating-case.js";
import { fetchPart } from "./rating-request.js";
import { say } from "./rating-texts.js";

const mark = document.getElementById("saved-mark");
const alertBox = document.getElementById("rating-alert");

// Shapes stand beside the words: colour alone would not do.
export function showMark(state, sentence) {
  mark.dataset.state = state;
  if (mark.textContent !== sentence) mark.textContent = sentence;
}

// `actions` are {label, href} or {label, run}.
export function showAlert(sentence, actions = []) {
  const message = document.createElement("div");
  message.className = "message message--warning";
  const text = document.createElement("p");
  text.textContent = sentence;
  message.append(text, ...actions.map(makeAction));
  alertBox.replaceChildren(message);
}

// Why nothing more can be saved here, and the way out where there is one.
export function showBlocked(code) {
  const sentences = { signed_out: "signedOut", other_account: "otherAccount", not_open: "notOpen", not_yours: "notYours" };
  const actions = [];
  if (code === "signed_out" || code === "other_account") {
    actions.push({ label: say("logIn"), href: `${say("loginUrl")}?next=${encodeURIComponent(location.pathname)}` });
  }
  showAlert(say(sentences[code] ?? "refused"), actions);
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
let prefetched = { url: "", html: Promise.resolve(null) };

export function prefetch(url) {
  if (!url || prefetched.url === url) return;
  prefetched = { url, html: fetchPart(url) };
}

export function forgetPrefetched() {
  prefetched = { url: "", html: Promise.resolve(null) };
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

export function showSaved(time) {
  showMark(time ? "saved" : "idle", time ? say("saved", { time }) : "");
}
