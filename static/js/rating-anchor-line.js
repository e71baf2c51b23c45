// The line that speaks for the level in hand stands below the levels and keeps its height: if they moved when
// a longer text came up, they would slip away under the pointer, and the click with them.
import { lineOf, textsOf } from "./rating-answers.js";

export function keepItsHeight(line, rows, signal) {
  let width = 0;
  const keep = () => {
    if (line.clientWidth === width) return;
    width = line.clientWidth;
    line.style.minHeight = width ? `${Math.ceil(longest(line, rows))}px` : "";
  };
  keep();
  const watch = new ResizeObserver(keep);
  watch.observe(line.parentElement);
  signal.addEventListener("abort", () => watch.disconnect());
}

// Every text at once beside the line, out of sight: measured in one go.
function longest(line, rows) {
  const trial = document.createElement("div");
  Object.assign(trial.style, { position: "absolute", visibility: "hidden", width: `${line.clientWidth}px` });
  for (const row of rows) {
    for (const text of textsOf(row)) {
      const own = trial.appendChild(document.createElement("p"));
      own.className = line.className;
      own.textContent = lineOf(row, text);
    }
  }
  line.before(trial);
  const heights = [...trial.children].map((own) => own.getBoundingClientRect().height);
  trial.remove();
  return Math.max(...heights);
}
