// Sentences come translated from the page; {name} is filled in here.
const texts = document.getElementById("rating-texts");

export function say(key, values = {}) {
  const sentence = texts?.dataset[key] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
