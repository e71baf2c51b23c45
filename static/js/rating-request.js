// One POST, and what became of it: {kind: "ok" | "refused" | "signed_out" | "unheard", status, data}.
// "unheard" means that nobody knows whether the server did it: whoever asked must ask again, unchanged.
const TIMEOUT_MS = 15_000;

// Read at the moment of sending: logging in again in another tab changes the token.
function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  if (cookie) return cookie.slice("csrftoken=".length);
  return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
}

async function readJson(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

export async function post(url, body, { keepalive = false } = {}) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      keepalive,
    });
  } catch {
    return { kind: "unheard", status: 0, data: null };
  }
  if (response.type === "opaqueredirect" || response.status === 401) return { kind: "signed_out", status: 401, data: null };
  const data = await readJson(response);
  if (response.ok && data) return { kind: "ok", status: response.status, data };
  // Without an answer of ours (a proxy's page, a failed token) nothing is known.
  if (response.status >= 500 || !data?.error) return { kind: "unheard", status: response.status, data };
  return { kind: "refused", status: response.status, data };
}

// The part of a page that replaces #room, or null when it cannot be had.
export async function fetchPart(url) {
  try {
    const response = await fetch(url, {
      headers: { "HX-Request": "true" },
      credentials: "same-origin",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}
