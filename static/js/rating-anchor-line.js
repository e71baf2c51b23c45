// The line that speaks for the level in hand stands below the levels and keeps its height: if they moved when
// a longer text came up, they would slip away under the pointer, and the click with them.
import { lineOf, textsOf } from "./rating-answers.js";

// A low window has room for one: the style sheet leaves out what was given.
const LOW = "(max-height: 43.99rem)";

// After a key it speaks for two: the level given, and the one that the key leads to. That is in the next row, or
// `side` by side, in the same row of the next output.
export function keepItsHeight(line, rows, signal, side = false) {
  let width = 0;
  const keep = () => {
    if (line.clientWidth === width) return;
    width = line.clientWidth;
    line.style.minHeight = width ? `${Math.ceil(needed(line, rows, side))}px` : "";
  };
  keep();
  const watch = new ResizeObserver(keep);
  watch.observe(line.parentElement);
  signal.addEventListener("abort", () => watch.disconnect());
}

function needed(line, rows, side) {
  const heights = longest(line, rows, side ? "A · " : "");
  if (matchMedia(LOW).matches) return Math.max(...heights);
  return Math.max(...heights.map((own, at) => own + Math.max(side ? own : 0, heights[(at + 1) % heights.length])));
}

// The height of each row's longest text. All stand at once beside the line, out of sight, and are measured in one go.
function longest(line, rows, letter) {
  const trial = document.createElement("div");
  Object.assign(trial.style, { position: "absolute", visibility: "hidden", width: `${line.clientWidth}px` });
  const said = rows.map((row) =>
    textsOf(row).map((text) => {
      const own = trial.appendChild(document.createElement("p"));
      own.className = line.className;
      own.style.minHeight = "0";
      own.textContent = letter + lineOf(row, text);
      return own;
    }),
  );
  line.before(trial);
  const heights = said.map((texts) => Math.max(...texts.map((own) => own.getBoundingClientRect().height)));
  trial.remove();
  return heights;
}
