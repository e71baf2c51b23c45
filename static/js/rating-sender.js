// Brings one assignment's judgement to the server: in order, once, until it is confirmed.
//
// At most one request is under way. What was sent and not answered is sent again unchanged before
// anything newer, so the server can tell a repetition from a conflict. navigator.onLine is never asked:
// a failed request is the only sign of a lost connection, "online" only a reason to try at once.
import { post } from "./rating-request.js";

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;
// A submission refused for what is missing is a draft again.
export const LACKING = ["incomplete", "evidence_missing", "harm_note_missing"];
// Somebody judged it elsewhere, and she has to choose.
export const TWO_VERSIONS = ["conflict", "not_waiting"];
const TAB = crypto.randomUUID?.() ?? String(Math.random());

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Without TLS browsers offer no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export class Sender {
  // `report(state, data)`: saving, saved, kept, submitted, or the code of a refusal. `waits(sender)` says that
  // an earlier submission has to arrive first; whoever says so calls `retryNow` when it has.
  constructor({ account, id, letter = "", version, draftUrl, submitUrl, pageUrl, outbox, report = () => {}, waits = () => false }) {
    Object.assign(this, { account, id, letter, version, draftUrl, submitUrl, pageUrl, outbox, report, waits });
    // Where the page saves; what was kept may go elsewhere.
    this.addresses = { draftUrl, submitUrl };
    this.entry = null;
    this.busy = false;
    this.blocked = null;
    this.failures = 0;
    this.timer = null;
  }

  get isPending() {
    return this.entry !== null;
  }

  get isSubmitting() {
    return Boolean(this.entry?.key);
  }

  // Keep the judgement here at once; send it after `wait` milliseconds. A submission under way is not
  // changed any more; one that was refused becomes a draft again.
  hold(judgement, wait = 0) {
    if (this.isSubmitting && !this.blocked) return;
    this.#keep(judgement, null);
    this.#schedule(wait);
  }

  submit(judgement) {
    if (this.isSubmitting && !this.blocked) return;
    this.#keep(judgement, newKey());
    this.#schedule(0);
  }

  // Take up what an earlier page could not send.
  resume(entry) {
    this.entry = { ...entry, tab: TAB };
    // A change of a submitted rating may be taken up on the item's ordinary page.
    Object.assign(this, { draftUrl: entry.draftUrl, submitUrl: entry.submitUrl });
    if (JSON.stringify(entry.sent) === JSON.stringify(entry.latest)) this.entry.sent = this.entry.latest;
    this.version = entry.version;
    this.outbox.put(this.id, this.entry);
    this.report(this.isSubmitting ? "submitting" : "saving");
    this.#schedule(0);
  }

  // After a conflict: overwrite `version` with what is here, at other addresses where the item was finished; or
  // forget what was here. Either way nothing is submitted.
  keepMine(version, judgement, addresses = {}) {
    Object.assign(this, { version, ...addresses });
    this.blocked = null;
    this.#keep(judgement, null);
    this.#schedule(0);
  }

  takeTheirs(version) {
    Object.assign(this, { version, ...this.addresses });
    this.blocked = null;
    this.#forget();
  }

  unblock() {
    this.blocked = null;
    this.retryNow();
  }

  retryNow() {
    if (this.entry) this.#schedule(0);
  }

  // Leaving the page: whatever waits for a pause in typing goes now.
  flush() {
    if (this.entry && !this.busy && !this.blocked) this.#send({ keepalive: true });
  }

  // The item left the page. What is still owed is taken up from the outbox, where there is one.
  stop() {
    this.report = () => {};
    if (!this.outbox.works) return;
    this.stopped = true;
    clearTimeout(this.timer);
  }

  #keep(judgement, key) {
    const sent = this.entry?.sent ?? null;
    this.entry = {
      tab: TAB,
      at: new Date().toISOString(),
      letter: this.letter,
      version: this.version,
      draftUrl: this.draftUrl,
      submitUrl: this.submitUrl,
      pageUrl: this.pageUrl,
      sent,
      sentKey: this.entry?.sentKey ?? null,
      latest: judgement,
      key,
    };
    this.outbox.put(this.id, this.entry);
    if (!this.blocked) this.report(key ? "submitting" : "saving");
  }

  #schedule(wait) {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.timer = setTimeout(() => this.#send(), wait);
  }

  #send(options = {}) {
    clearTimeout(this.timer);
    if (!this.entry || this.busy || this.blocked) return;
    const entry = this.entry;
    if ((entry.sent ? entry.sentKey : entry.key) && this.waits(this)) {
      this.report("notSubmitted");
      return;
    }
    this.busy = true;
    if (!entry.sent) {
      entry.sent = entry.latest;
      entry.sentKey = entry.key;
      this.outbox.put(this.id, entry);
    }
    const sent = { judgement: entry.sent, key: entry.sentKey };
    const body = { account: this.account, version: this.version, judgement: sent.judgement };
    if (sent.key) body.client_key = sent.key;
    post(sent.key ? this.submitUrl : this.draftUrl, body, options).then((outcome) => {
      this.busy = false;
      this.#settle(outcome, sent);
    });
  }

  #settle(outcome, sent) {
    if (!this.entry) return;
    if (outcome.kind === "ok") this.#confirmed(outcome.data, sent);
    else if (outcome.kind === "unheard") this.#unheard();
    else this.#refused(outcome);
  }

  #confirmed(data, sent) {
    this.failures = 0;
    if (sent.key) {
      this.#forget();
      this.report("submitted", data);
      return;
    }
    this.version = data.version;
    const isLatest = this.entry.latest === sent.judgement && !this.entry.key;
    if (isLatest) {
      this.#forget();
      this.report("saved", data);
      return;
    }
    Object.assign(this.entry, { sent: null, sentKey: null, version: data.version });
    this.outbox.put(this.id, this.entry);
    this.#schedule(0);
  }

  #unheard() {
    this.failures += 1;
    this.report(this.isSubmitting ? "notSubmitted" : "kept");
    const wait = Math.min(FIRST_RETRY_MS * 2 ** (this.failures - 1), LAST_RETRY_MS);
    this.#schedule(wait * (0.8 + 0.4 * Math.random()));
  }

  #refused(outcome) {
    const code = outcome.kind === "signed_out" ? "signed_out" : outcome.data.error;
    this.blocked = code;
    // An answer was heard, so nothing is left in doubt.
    Object.assign(this.entry, { sent: null, sentKey: null });
    const lacking = LACKING.includes(code);
    if (lacking) this.blocked = null;
    // Nothing is submitted by itself later, once the other version has gone again.
    if (lacking || TWO_VERSIONS.includes(code)) this.entry.key = null;
    this.outbox.put(this.id, this.entry);
    if (code === "not_yours") this.#forget();
    if (lacking) this.#schedule(0);
    this.report(code, outcome.data ?? {});
  }

  #forget() {
    this.entry = null;
    this.outbox.drop(this.id, TAB);
  }
}
