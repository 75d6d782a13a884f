import type { Comment } from "../yaml/comments.ts";
import type { Range } from "./found-secrets.ts";
import type { Secrets } from "./secrets.ts";

/** What people wrote beside things: of the whole cluster, and of each node by the line of its address. */
export interface Notes {
  readonly cluster: readonly string[];
  readonly nodes: ReadonlyMap<number, readonly string[]>;
}

/**
 * Says whose each comment is: that of the last key of the cluster, or of the last node, that begins in the line which it
 * is about or before. What is shown with a variable is in none.
 */
export function notesOf(
  comments: readonly Comment[],
  keys: {
    readonly cluster: readonly number[];
    readonly nodes: readonly number[];
    readonly shown: readonly Range[];
  },
  secrets: Secrets,
): Notes {
  const cluster: string[] = [];
  const nodes = new Map<number, string[]>(keys.nodes.map((line) => [line, []]));
  const starts = [...new Set([...keys.cluster, ...keys.nodes])].sort((a, b) => a - b);
  for (const comment of comments) {
    const { text, range, about } = comment;
    if (text === "" || keys.shown.some(([from, to]) => range[0] >= from && range[0] < to)) continue;
    const start = about === undefined ? undefined : starts.findLast((line) => line <= about);
    const note = secrets.comment(comment);
    (nodes.get(start ?? 0) ?? cluster).push(note);
  }
  return { cluster, nodes };
}
