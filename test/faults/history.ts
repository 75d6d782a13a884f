/** What came of one request of the client. */
export interface Answered {
  /** Milliseconds since 1970, of its end. */
  readonly at: number;
  readonly kind: "read" | "write";
  /** The key that was written; of a read the one written before it. */
  readonly name: string;
  readonly ok: boolean;
  /** Why not. */
  readonly why?: string;
}

/** Reads what the client has noted; a line that was not written to its end is none. */
export function readHistory(text: string): readonly Answered[] {
  return text.split("\n").flatMap((line): readonly Answered[] => {
    try {
      return line === "" ? [] : [JSON.parse(line) as Answered];
    } catch {
      return [];
    }
  });
}

/** The longest time, in milliseconds, in which nothing of a kind went well, and so nobody could work. */
export function longestGap(history: readonly Answered[], kind: Answered["kind"]): number {
  const times = history.filter((one) => one.kind === kind);
  const [first] = times;
  const last = times.at(-1);
  if (first === undefined || last === undefined) return 0;
  const well = times.filter(({ ok }) => ok).map(({ at }) => at);
  const marks = [first.at, ...well, last.at];
  return Math.max(0, ...marks.slice(1).map((at, index) => at - (marks[index] ?? at)));
}

/** Keys whose writing was acknowledged. */
export function acknowledged(history: readonly Answered[]): readonly string[] {
  return history.filter(({ kind, ok }) => kind === "write" && ok).map(({ name }) => name);
}
