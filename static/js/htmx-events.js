// What every htmx request on the site shares: a loading mark that never flashes, focus that survives
// a swap, and a plain sentence when a request fails. A page with marks of its own (the rating page)
// puts data-own-errors on the element that sends, or on anything around it.
const LOADING_AFTER_MS = 300;
const timers = new WeakMap();
const notices = document.getElementById("notices");

function startLoading(event) {
  const { xhr, target } = event.detail;
  if (!target || event.detail.elt.closest("[data-quiet]")) return;
  const timer = setTimeout(() => {
    target.classList.add("is-loading");
    target.setAttribute("aria-busy", "true");
  }, LOADING_AFTER_MS);
  timers.set(xhr, { timer, target });
}

function stopLoading(event) {
  const waiting = timers.get(event.detail.xhr);
  if (!waiting) return;
  clearTimeout(waiting.timer);
  waiting.target.classList.remove("is-loading");
  waiting.target.removeAttribute("aria-busy");
}

// An element is found again by id, else by data-key, else by name and value (a radio of a group).
function addressOf(element) {
  if (!element || element === document.body) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.dataset.key) return `[data-key="${CSS.escape(element.dataset.key)}"]`;
  if (!element.name) return null;
  const value = element.type === "radio" || element.type === "checkbox" || element.tagName === "BUTTON";
  return `[name="${CSS.escape(element.name)}"]` + (value ? `[value="${CSS.escape(element.value)}"]` : "");
}

let focused = null;

function rememberFocus(event) {
  const active = document.activeElement;
  focused = event.detail.target?.contains(active) ? addressOf(active) : null;
}

function restoreFocus() {
  if (!focused) return;
  const lost = !document.activeElement || document.activeElement === document.body;
  if (lost) document.querySelector(focused)?.focus({ preventScroll: true });
  focused = null;
}

function sentence(kind) {
  return notices.dataset[kind] || notices.dataset.server;
}

function tell(kind, element) {
  failed = element;
  const notice = document.createElement("div");
  notice.className = "notice";
  const text = document.createElement("p");
  text.textContent = sentence(kind);
  notice.append(text);
  if (kind === "signedOut") {
    const link = document.createElement("a");
    link.href = `${notices.dataset.loginUrl}?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = notices.dataset.login;
    notice.append(link);
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button--link";
  close.textContent = notices.dataset.close;
  close.addEventListener("click", clear);
  notice.append(close);
  notices.replaceChildren(notice);
}

// A notice stays until its reader closes it or the same element succeeds, whatever else goes well.
let failed = null;

function clear() {
  failed = null;
  notices.replaceChildren();
}

function ownsErrors(event) {
  return Boolean(event.detail.elt?.closest?.("[data-own-errors]"));
}

function kindOf(status) {
  if (status === 401) return "signedOut";
  if (status === 403) return "forbidden";
  if (status === 404) return "gone";
  if (status === 409) return "conflict";
  if (status === 429) return "busy";
  return "server";
}

// The browser follows a redirect to the log-in page silently; its HTML must not land inside a fragment.
function isLogin(xhr) {
  const here = location.pathname === notices.dataset.loginUrl;
  return !here && Boolean(xhr.responseURL) && new URL(xhr.responseURL).pathname === notices.dataset.loginUrl;
}

function stopAtLogin(event) {
  if (!isLogin(event.detail.xhr)) return false;
  event.detail.shouldSwap = false;
  if (!ownsErrors(event)) tell("signedOut", event.detail.elt);
  return true;
}

// A page that asks by itself must not keep a session alive; what a person presses inside it still does.
function keepQuiet(event) {
  if (event.detail.elt.matches?.("[data-quiet]")) event.detail.headers["X-Quiet"] = "1";
}

document.addEventListener("htmx:configRequest", keepQuiet);

if (notices) {
  document.addEventListener("htmx:beforeRequest", startLoading);
  document.addEventListener("htmx:afterRequest", (event) => {
    stopLoading(event);
    if (event.detail.successful && event.detail.elt === failed && !isLogin(event.detail.xhr)) clear();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!stopAtLogin(event)) rememberFocus(event);
  });
  document.addEventListener("htmx:afterSettle", restoreFocus);
  document.addEventListener("htmx:responseError", (event) => {
    if (!ownsErrors(event)) tell(kindOf(event.detail.xhr.status), event.detail.elt);
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!ownsErrors(event)) tell("offline", event.detail.elt);
  });
  document.addEventListener("htmx:timeout", (event) => {
    if (!ownsErrors(event)) tell("offline", event.detail.elt);
  });
}
