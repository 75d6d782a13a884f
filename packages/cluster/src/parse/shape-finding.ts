import type * as z from "zod";
import { didYouMean, listNames } from "../model/closest-name.ts";
import { type Finding, finding, placeName, quote, type SpecPath } from "../model/finding.ts";
import { fieldsAt } from "./fields-at.ts";
import { unreadable } from "./plain-copy.ts";

/**
 * The findings that a failed parse of `value` by `schema` amounts to; `base` is where the part lies in the
 * definition.
 */
export function shapeFindings(
  error: z.ZodError,
  value: unknown,
  base: SpecPath,
  schema: z.ZodObject,
): readonly Finding[] {
  return error.issues.flatMap(inside).flatMap((issue) => {
    // A copy of a definition has no symbols for keys.
    const steps = issue.path.filter((segment) => typeof segment !== "symbol");
    const path = [...base, ...steps];
    if (issue.code === "unrecognized_keys") {
      const known = fieldsAt(schema, value, steps).filter((field) => field !== "kind");
      return issue.keys.map((key) => unknownField(key, path, known));
    }
    const found = valueAt(value, steps);
    return [found === undefined ? missing(issue, path) : wrong(issue, path, found)];
  });
}

/** The issues of the form that the value has, where there are several forms and it has one of them but for its parts. */
function inside(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const form = issue.errors.find((errors) => errors.length > 0 && !errors.some(isAboutForm));
  if (form === undefined) return [issue];
  return form.map((part) => ({ ...part, path: [...issue.path, ...part.path] })).flatMap(inside);
}

function isAboutForm({ path, code }: z.core.$ZodIssue): boolean {
  return path.length === 0 && code !== "unrecognized_keys";
}

function unknownField(key: string, path: SpecPath, known: readonly string[]): Finding {
  const of = path.length === 0 ? "a cluster" : placeName(path);
  const hint =
    known.length === 0
      ? "Remove it, or correct its spelling: docs/machines.md lists the fields there are."
      : `${didYouMean(key, known)}The fields are ${listNames(known, "none")}.`;
  return finding("unknown-field", [...path, key], `${quote(key)} is no field of ${of}`, hint);
}

function missing(issue: z.core.$ZodIssue, path: SpecPath): Finding {
  return finding(
    "missing-field",
    path,
    `${placeName(path)} is missing`,
    `Add ${quote(path.at(-1))}: ${wanted(issue)}.`,
  );
}

function wrong(issue: z.core.$ZodIssue, path: SpecPath, found: unknown): Finding {
  const place = placeName(path);
  if (issue.code === "too_small") {
    return finding("empty-list", path, `${place} is empty`, "List at least one.");
  }
  const allowed = allowedValues(issue);
  if (typeof found === "string" && allowed !== undefined) {
    return finding(
      "value-not-allowed",
      path,
      `${place} is ${quote(found)}, which is none of ${listNames(allowed, "the allowed values")}`,
      `${didYouMean(found, allowed)}Choose one of these.`,
    );
  }
  const reason = unreadable(found);
  const making = MADE_BY[path.join(".")];
  return finding(
    "wrong-type",
    path,
    reason === undefined ? `${place} is not ${wanted(issue)}` : `${place} ${reason}, not ${wanted(issue)}`,
    reason === "is a function"
      ? `Write ${making ?? wanted(issue)} here: a function has to be called, by ( … ) behind its name.`
      : `Write ${making ?? wanted(issue)} here.`,
  );
}

/** What nobody writes out, since functions make it. */
const MADE_BY: { readonly [place: string]: string } = {
  distribution: "kubernetes() or k3s({ … })",
  "network.cni": "flannel({ … }) or noCni()",
};

/** The texts that would be right, where they are a few; those of a `kind` that is unknown as well. */
function allowedValues(issue: z.core.$ZodIssue): readonly string[] | undefined {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_union" && "options" in issue ? issue.options?.map(String) : undefined;
}

/** What would have been right, as a noun. */
function wanted(issue: z.core.$ZodIssue): string {
  const allowed = allowedValues(issue);
  if (allowed !== undefined) return `one of ${listNames(allowed, "the allowed values")}`;
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? `a ${issue.expected}`;
    case "invalid_union":
      return [...new Set(issue.errors.flatMap(([first]) => (first === undefined ? [] : [form(first)])))].join(
        ", or ",
      );
    default:
      return "a value of the form in docs/machines.md";
  }
}

// Lists of a fixed length are pairs of addresses, and nothing else.
function form(issue: z.core.$ZodIssue): string {
  return issue.code === "too_small" || issue.code === "too_big" ? "a pair of texts" : wanted(issue);
}

const TYPES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  tuple: "a pair of texts",
  object: "a set of fields",
  record: "a set of names and values",
};

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let current = value;
  for (const segment of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, segment)) return undefined;
    current = (current as Record<string | number, unknown>)[segment];
  }
  return current;
}
