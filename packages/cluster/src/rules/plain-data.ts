import { type Finding, finding, placeName, quote, type SpecPath } from "../model/finding.ts";
import { unreadable } from "../parse/plain-copy.ts";
import { isRecord } from "../parse/record.ts";

/** Findings about one value: more of them say nothing new, and a generated value can be wrong in a million places. */
const MOST = 20;

/** What in `value` cannot be written as a Nix value. */
export function checkPlainData(value: unknown, path: SpecPath): readonly Finding[] {
  const findings: Finding[] = [];
  const place = [...path];

  const walk = (at: unknown): void => {
    const problem = problemOf(at);
    if (problem !== undefined) {
      findings.push(
        finding(
          "not-plain-data",
          [...place],
          `${placeName(place)} ${problem}`,
          "Write plain data: texts, numbers, true, false, null, lists and sets.",
        ),
      );
    } else if (Array.isArray(at)) {
      for (let index = 0; index < at.length && findings.length < MOST; index++) inside(index, at[index]);
    } else if (isRecord(at)) {
      for (const key of Object.keys(at)) {
        if (findings.length >= MOST) return;
        if (isUnwritable(key)) findings.push(unwritableName(place, key));
        inside(key, at[key]);
      }
    }
  };
  const inside = (segment: string | number, at: unknown): void => {
    place.push(segment);
    walk(at);
    place.pop();
  };

  walk(value);
  return findings;
}

function unwritableName(place: SpecPath, key: string): Finding {
  return finding(
    "not-plain-data",
    [...place, key],
    `${placeName(place)} has a name that Nix cannot hold: ${quote(key)}`,
    "Rename it.",
  );
}

function problemOf(value: unknown): string | undefined {
  if (value === undefined) return "is undefined";
  if (typeof value === "string") {
    return isUnwritable(value) ? "holds a NUL or half of a surrogate pair, which Nix cannot hold" : undefined;
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return `is ${value}, which is no number in Nix`;
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? "is too large to be exact" : undefined;
  }
  return unreadable(value);
}

function isUnwritable(text: string): boolean {
  return text.includes("\0") || !text.isWellFormed();
}
