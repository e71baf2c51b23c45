// The marked passages of a report in their texts; each quote in the list leads to its own.
import { paint } from "./rating-spans.js";

for (const part of document.querySelectorAll("[data-part]")) {
  const links = [...document.querySelectorAll(`a[data-in="${part.dataset.part}"]`)];
  const entries = links.map(({ dataset }) => ({
    place: { start: Number(dataset.start), end: Number(dataset.end) },
    label: dataset.label,
    key: dataset.passage,
  }));
  paint(part, entries);
  for (const link of links) {
    const mark = part.querySelector(`mark[data-passage="${link.dataset.passage}"]`);
    if (!mark) continue;
    mark.id = `passage-${link.dataset.passage}`;
    mark.tabIndex = -1;
    link.href = `#${mark.id}`;
  }
}
