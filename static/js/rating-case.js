// The case pane: it stays where it is while outputs of the same case come and go beside it.
import { say } from "./rating-texts.js";

// Put `root` in the place of the item on the page; the root that then stands there.
export function replaceRoom(root) {
  const old = document.getElementById("room");
  if (!root.dataset.case || old.dataset.case !== root.dataset.case) {
    old.replaceWith(root);
    return root;
  }
  const isFolded = old.classList.contains("is-folded");
  for (const { name } of [...old.attributes]) old.removeAttribute(name);
  for (const { name, value } of root.attributes) old.setAttribute(name, value);
  old.classList.toggle("is-folded", isFolded);
  old.dataset.keptCase = "yes";
  keepCase(old, root);
  return old;
}

// The reference is each output's own: it may be open for one and closed for the next.
function keepCase(old, root) {
  const kept = old.querySelector("#case");
  const brought = root.querySelector("#case");
  const reference = brought.querySelector(".reference");
  kept.querySelector(".reference")?.remove();
  if (reference) kept.querySelector(".case__text").append(reference);
  for (const child of [...old.children]) if (child !== kept) child.remove();
  let isBefore = true;
  for (const child of [...root.children]) {
    if (child === brought) isBefore = false;
    else if (isBefore) kept.before(child);
    else old.append(child);
  }
}

export function foldCase(root, button) {
  const folded = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!folded));
  button.textContent = folded ? button.dataset.unfold : button.dataset.fold;
  root.classList.toggle("is-folded", folded);
}

export function watchPictures(root) {
  for (const image of root.querySelectorAll(".picture img")) {
    // It may have failed before anybody listened.
    if (image.complete && !image.naturalWidth) nameMissing(image);
    else image.addEventListener("error", () => nameMissing(image));
  }
}

function nameMissing(image) {
  const sentence = document.createElement("p");
  sentence.className = "picture-missing";
  sentence.dataset.number = image.closest(".picture")?.dataset.number ?? "";
  sentence.textContent = say("pictureMissing");
  image.closest(".picture")?.replaceWith(sentence);
}

export function showReference(root, text, button) {
  const place = root.querySelector("#reference-text");
  place.textContent = text;
  place.hidden = false;
  for (const id of ["reference-open", "reference-rule"]) root.querySelector(`#${id}`)?.remove();
  if (!button.isConnected) place.focus();
  place.scrollIntoView({ block: "nearest" });
}
