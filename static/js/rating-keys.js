// Single keys. They never fire inside a field, with a modifier, while an input method composes, or under
// a dialog; and they can be switched off for this browser, except for digits on a focused level.
const STORE = "climed-letter-keys";

export function keysAreOn() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}

export function switchKeys(on) {
  try {
    if (on) localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, "off");
  } catch {
    // Not kept, but the page obeys.
  }
  document.body.classList.toggle("keys-off", !on);
}

export function isField(element) {
  if (element.isContentEditable) return true;
  if (element.matches("textarea, select")) return true;
  return element.matches("input") && !["radio", "checkbox", "button", "submit"].includes(element.type);
}

function isForSomebodyElse(event) {
  const composing = event.isComposing || event.keyCode === 229 || event.key === "Process";
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  return event.defaultPrevented || composing || modified || event.repeat;
}

// `keys` maps a key to an action; `digit(key)` gets 0 to 9 and x; `arrow(step)` up and down in the rubric;
// `sideways(step, event)`, where a page has it, left and right.
export function listenToKeys({ keys, digit, arrow, sideways, escape }, signal) {
  const onKey = (event) => {
    if (isForSomebodyElse(event)) return;
    const target = event.target;
    if (document.querySelector("dialog[open]")) return;
    const inRubric = Boolean(target.closest(".dimension"));
    if (event.key === "Escape" && isField(target) && target.closest("#rubric")) return void escape();
    // Focus stays for a moment in a dialog that has just closed; that is no field any more.
    if (isField(target) && !target.closest("dialog")) return;
    if (inRubric && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      arrow(event.key === "ArrowUp" ? -1 : 1);
      return;
    }
    if (sideways && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      sideways(event.key === "ArrowLeft" ? -1 : 1, event);
      return;
    }
    if (!keysAreOn() && !inRubric) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (/^\d$/.test(key) || key === "x" || (inRubric && (key === "Delete" || key === "Backspace"))) {
      if (digit(key)) event.preventDefault();
      return;
    }
    if (keysAreOn() && keys[key]) {
      event.preventDefault();
      keys[key]();
    }
  };
  document.addEventListener("keydown", onKey, { signal });
}
