// On the list of work: send what an earlier page could not, and name what still needs a decision.
import { Outbox } from "./rating-outbox.js";
import { Leftovers } from "./rating-leftovers.js";

const place = document.getElementById("kept-here");
const outbox = new Outbox(place.dataset.account);
let reloadWhenDone = false;

function show() {
  const ids = outbox.ids();
  const list = place.querySelector("ul");
  const template = place.querySelector("template");
  list.replaceChildren(
    ...ids.map((id) => {
      const entry = outbox.get(id);
      const item = template.content.cloneNode(true);
      const link = item.querySelector("a");
      const time = new Date(entry.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
      link.textContent = link.textContent.replace("{time}", time);
      link.href = entry.pageUrl;
      return item;
    }),
  );
  place.hidden = ids.length === 0;
}

function onReport(sender, state) {
  if (state === "submitted") reloadWhenDone = true;
  if (reloadWhenDone && outbox.ids().length === 0) location.reload();
  else show();
}

show();
const leftovers = new Leftovers({ outbox, account: Number(place.dataset.account), report: onReport });
leftovers.open([]);
window.addEventListener("online", () => leftovers.retryNow());
