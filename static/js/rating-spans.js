// Where text stands, in code points, as the server counts it. An element with data-at holds text that stands
// in the source from there on, letter by letter; a masked name in it counts one, whatever it reads. Views of
// one text (read or raw) therefore agree, and so do themes, languages and renderers.
export const SIGN = "\u2588";

const graphemes = globalThis.Intl?.Segmenter ? new Intl.Segmenter() : null;

function countPoints(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function unitsOf(text, points) {
  let units = 0;
  for (const point of text) {
    if (points-- <= 0) break;
    units += point.length;
  }
  return units;
}

// The pieces of text below `root` that have a place, in order: {node, masked, at, end}.
export function piecesOf(root, { hidden = false } = {}) {
  const pieces = [];
  for (const holder of root.querySelectorAll("[data-at]")) {
    if (!hidden && holder.closest("[hidden]")) continue;
    const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
    let at = Number(holder.dataset.at);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.data) continue;
      const masked = node.parentElement.closest(".masked");
      const end = at + (masked ? 1 : countPoints(node.data));
      pieces.push({ node, masked, at, end });
      at = end;
    }
  }
  return pieces;
}

// What `range` covers of the pieces, without blanks at its ends and without halves of a character: {start, end}.
export function placeOf(range, pieces) {
  let start = Infinity;
  let end = -1;
  for (const piece of pieces) {
    if (!range.intersectsNode(piece.node)) continue;
    const { data } = piece.node;
    const from = piece.node === range.startContainer ? range.startOffset : 0;
    const to = piece.node === range.endContainer ? range.endOffset : data.length;
    const text = data.slice(from, to);
    if (!text.trim()) continue;
    const first = wholeFrom(data, from + text.length - text.trimStart().length);
    const last = wholeTo(data, from + text.trimEnd().length);
    start = Math.min(start, pointOf(piece, first));
    end = Math.max(end, pointOf(piece, last, true));
  }
  return end > start ? { start, end } : null;
}

function wholeFrom(text, offset) {
  return graphemes?.segment(text).containing(offset)?.index ?? offset;
}

function wholeTo(text, offset) {
  const last = graphemes?.segment(text).containing(offset - 1);
  return last ? last.index + last.segment.length : offset;
}

function pointOf(piece, offset, isEnd = false) {
  if (piece.masked) return isEnd ? piece.end : piece.at;
  return piece.at + countPoints(piece.node.data.slice(0, offset));
}

// One range a piece: a passage may run through several paragraphs and marks of Markdown.
export function rangesOf({ start, end }, pieces) {
  const ranges = [];
  for (const piece of pieces) {
    if (piece.at >= end || piece.end <= start) continue;
    const range = document.createRange();
    if (piece.masked) range.selectNode(piece.masked);
    else {
      range.setStart(piece.node, unitsOf(piece.node.data, start - piece.at));
      range.setEnd(piece.node, unitsOf(piece.node.data, end - piece.at));
    }
    ranges.push(range);
  }
  return ranges;
}

// The words of a place as they are read; a hidden name stays hidden.
export function textOf(place, pieces) {
  let text = "";
  let block = null;
  for (const piece of pieces) {
    if (piece.at >= place.end || piece.end <= place.start) continue;
    const here = blockOf(piece);
    if (block && here !== block) text += " ";
    block = here;
    const { data } = piece.node;
    const [from, to] = [place.start - piece.at, place.end - piece.at];
    text += piece.masked ? SIGN : data.slice(unitsOf(data, from), unitsOf(data, to));
  }
  return text.replace(/\s+/g, " ").trim();
}

const blockOf = (piece) => piece.node.parentElement.closest("p, li, td, th, h3, h4, h5, h6, pre, blockquote");

// The sentences of a text one after another, for marking without a pointer.
export function sentencesOf(pieces, language) {
  const blocks = Map.groupBy ? Map.groupBy(pieces, blockOf) : grouped(pieces);
  return [...blocks.values()].flatMap((block) => sentencesIn(block, language));
}

function grouped(pieces) {
  const blocks = new Map();
  for (const piece of pieces) blocks.set(blockOf(piece), [...(blocks.get(blockOf(piece)) ?? []), piece]);
  return blocks;
}

function sentencesIn(block, language) {
  const text = block.map((piece) => piece.node.data).join("");
  const places = [];
  for (const { segment, index } of segmentsOf(text, language)) {
    const from = index + segment.length - segment.trimStart().length;
    const to = index + segment.trimEnd().length;
    if (to > from) places.push({ start: pointIn(block, from), end: pointIn(block, to, true) });
  }
  return places.filter(({ start, end }) => end > start);
}

function segmentsOf(text, language) {
  if (!globalThis.Intl?.Segmenter) return [{ segment: text, index: 0 }];
  return new Intl.Segmenter(language || undefined, { granularity: "sentence" }).segment(text);
}

function pointIn(block, offset, isEnd = false) {
  for (const piece of block) {
    const { length } = piece.node.data;
    if (offset < length || (isEnd && offset === length)) return pointOf(piece, offset, isEnd);
    offset -= length;
  }
  return block.at(-1).end;
}

// --- showing

// Wrap what passages cover in <mark>, the last part with the label of each. `entries` are {place, label, key}.
export function paint(root, entries) {
  unpaint(root);
  for (const { place, label, key } of entries) {
    const marks = rangesOf(place, piecesOf(root)).map((range) => wrap(range, key));
    if (marks.length) marks.at(-1).dataset.label = label;
  }
}

export function unpaint(root) {
  const marks = root.querySelectorAll("mark.passage-mark");
  for (const mark of marks) mark.replaceWith(...mark.childNodes);
  if (marks.length) root.normalize();
}

function wrap(range, key) {
  const mark = document.createElement("mark");
  mark.className = "passage-mark";
  mark.dataset.passage = key;
  range.surroundContents(mark);
  return mark;
}
