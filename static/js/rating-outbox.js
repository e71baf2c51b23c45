// What the server has not confirmed yet, one entry an assignment, under the account it belongs to:
// judgements and addresses only, never a word of a case. An entry is erased once it is confirmed, and
// nobody but its own account ever reads it.
const PREFIX = "climed-rating";

// Marked passages are kept by their place alone.
const withoutQuotes = (key, value) => (key === "quote" ? undefined : value);

export class Outbox {
  constructor(account) {
    this.prefix = `${PREFIX}:${account}:`;
    this.works = true;
  }

  get(id) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + id));
    } catch {
      return null;
    }
  }

  put(id, entry) {
    try {
      localStorage.setItem(this.prefix + id, JSON.stringify(entry, withoutQuotes));
      this.works = true;
    } catch {
      // Closed or full storage: the page has to stay open until the server has answered.
      this.works = false;
    }
  }

  // Another tab may have kept something of its own under the same key in the meantime.
  drop(id, tab) {
    const kept = this.get(id);
    if (kept && kept.tab !== tab) return;
    try {
      localStorage.removeItem(this.prefix + id);
    } catch {
      // Nothing was kept there.
    }
  }

  ids() {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.prefix))
        .map((key) => key.slice(this.prefix.length));
    } catch {
      return [];
    }
  }
}
