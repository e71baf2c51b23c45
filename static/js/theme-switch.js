// The three radios in the footer; the choice lives in this browser only.
const KEY = "climed-theme";

function stored() {
  try {
    return localStorage.getItem(KEY) || "auto";
  } catch {
    return "auto";
  }
}

function apply(choice) {
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  for (const radio of document.querySelectorAll("[data-theme-choice]")) {
    radio.checked = radio.value === choice;
  }
}

function choose(choice) {
  try {
    if (choice === "auto") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Not kept, but still applied to this page.
  }
  apply(choice);
}

apply(stored());
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-theme-choice]")) choose(event.target.value);
});
window.addEventListener("storage", (event) => {
  if (event.key === KEY || event.key === null) apply(stored());
});
