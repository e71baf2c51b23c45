// Sentences come translated from the page; {name} is filled in here.
const texts = document.getElementById("rating-texts");

export function say(key, values = {}) {
  const sentence = texts?.dataset[key] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// Names one after another, as the language sets them apart.
export const list = (names) => names.join(say("comma"));

const UNDO_REFUSED = { too_late: "tooLate", has_guessed: "hasGuessed" };

// Why something submitted could not be taken back.
export function sayUndoRefused(outcome) {
  return say(UNDO_REFUSED[outcome.data?.error] ?? "undoFailed");
}
