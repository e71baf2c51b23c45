// What other items than those on the page still owe the server. Submissions arrive in the order in which they
// were made, each once; refused ones stay for the person to decide.
import { Sender } from "./rating-sender.js";

export class Leftovers {
  // `report(sender, state, data)` as a sender's own report.
  constructor({ outbox, account, report }) {
    Object.assign(this, { outbox, account, report });
    this.senders = new Map();
  }

  // The items on the page send for themselves.
  open(idsOnPage) {
    for (const id of idsOnPage) this.#letGo(id);
    for (const [id, sender] of this.senders) if (!sender.isPending || sender.blocked) this.#letGo(id);
    const others = this.outbox.ids().filter((id) => !idsOnPage.includes(id) && !this.senders.has(id));
    const kept = others.map((id) => [id, this.outbox.get(id)]).filter(([, entry]) => entry);
    // They begin to send when all are known, or a later one would not wait for an earlier.
    for (const [id, entry] of kept) this.#take(this.#senderOf(id, entry)).resume(entry);
  }

  // An item that left the page while its sender was at work.
  adopt(sender) {
    this.#take(sender);
    if (sender.isSubmitting) this.report(sender, "submitting", {});
  }

  // Submissions that may still arrive.
  get owed() {
    return [...this.senders.values()].filter((sender) => sender.isSubmitting && !sender.blocked);
  }

  get isPending() {
    return [...this.senders.values()].some((sender) => sender.isPending);
  }

  holdsBack(sender) {
    return this.owed.some((other) => other !== sender && other.entry.at < sender.entry.at);
  }

  retryNow() {
    for (const sender of this.senders.values()) sender.retryNow();
  }

  // After logging in again in another tab.
  unblock() {
    for (const sender of this.senders.values()) if (sender.blocked === "signed_out") sender.unblock();
  }

  #senderOf(id, entry) {
    return new Sender({ ...entry, account: this.account, id, outbox: this.outbox });
  }

  #take(sender) {
    this.senders.set(sender.id, sender);
    sender.waits = () => this.holdsBack(sender);
    sender.report = (state, data = {}) => this.#heard(sender, state, data);
    return sender;
  }

  #heard(sender, state, data) {
    const isOver = !sender.isPending || sender.blocked;
    if (!sender.isPending) this.senders.delete(sender.id);
    this.report(sender, state, data);
    // What waited for this one may go now.
    if (isOver) this.retryNow();
  }

  #letGo(id) {
    this.senders.get(id)?.stop();
    this.senders.delete(id);
  }
}
