// Items that were left before the server confirmed them: brought home, counted, and named where it refuses.
import { Leftovers } from "./rating-leftovers.js";
import { LACKING } from "./rating-sender.js";
import { showEarlier, showEarlierRefused } from "./rating-shell.js";

export class Earlier extends Leftovers {
  // `arrived(sender, answer)` for each submission that is confirmed, `freed()` when what waited may be sent.
  constructor({ outbox, account, arrived, freed }) {
    super({ outbox, account, report: (sender, state, data) => this.#heardOf(sender, state, data) });
    Object.assign(this, { arrived, freed });
    this.refused = new Map();
    this.shown = "[]";
    document.addEventListener("visibilitychange", () => document.hidden || this.unblock());
  }

  open(idsOnPage) {
    for (const id of idsOnPage) this.refused.delete(id);
    super.open(idsOnPage);
    this.#show();
  }

  #heardOf(sender, state, data) {
    const { id, letter, pageUrl: url } = sender;
    if (sender.blocked || LACKING.includes(state)) this.refused.set(id, { letter, url, code: state });
    else if (state === "submitted") this.refused.delete(id);
    this.#show();
    if (state === "submitted") this.arrived(sender, data);
    if (!sender.isSubmitting || sender.blocked) this.freed();
  }

  #show() {
    showEarlier(this.owed.length);
    const refused = [...this.refused.values()];
    // Said again it would be read out again, and take the focus from its links.
    if (JSON.stringify(refused) === this.shown) return;
    this.shown = JSON.stringify(refused);
    showEarlierRefused(refused);
  }
}
