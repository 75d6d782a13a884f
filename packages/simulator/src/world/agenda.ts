/** What happens when: the only clock of the simulator. Times are milliseconds since 1970. */
export class Agenda {
  now: number;
  /** A heap: each entry comes not before the one at half its place. */
  readonly #entries: Entry[] = [];
  #count = 0;

  constructor(now: number) {
    this.now = now;
  }

  /** Does something so many milliseconds from now; of two at the same time, the one that was asked for first. */
  after(milliseconds: number, act: () => void): void {
    const entry: Entry = { at: this.now + Math.max(0, Math.round(milliseconds)), order: this.#count++, act };
    let place = this.#entries.push(entry) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.#entries[above];
      if (other === undefined || comesFirst(other, entry)) break;
      this.#entries[place] = other;
      place = above;
    }
    this.#entries[place] = entry;
  }

  /** Does what comes next; `false` where nothing does. */
  step(): boolean {
    const first = this.#entries[0];
    if (first === undefined) return false;
    const last = this.#entries.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    this.now = first.at;
    first.act();
    return true;
  }

  #sink(entry: Entry): void {
    let place = 0;
    for (;;) {
      let below = place * 2 + 1;
      let child = this.#entries[below];
      if (child === undefined) break;
      const right = this.#entries[below + 1];
      if (right !== undefined && comesFirst(right, child)) {
        child = right;
        below += 1;
      }
      if (comesFirst(entry, child)) break;
      this.#entries[place] = child;
      place = below;
    }
    this.#entries[place] = entry;
  }
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly act: () => void;
}

function comesFirst(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
