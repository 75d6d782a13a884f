import type * as z from "zod";
import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";

/** The findings that a failed parse amounts to; `base` is where the parsed part lies in the definition. */
export function shapeFindings(error: z.ZodError, base: SpecPath): readonly Finding[] {
  return error.issues.flatMap((issue) => issueFindings(issue, base));
}

function issueFindings(issue: z.core.$ZodIssue, base: SpecPath): readonly Finding[] {
  const path = [
    ...base,
    ...issue.path.map((segment) => (typeof segment === "symbol" ? String(segment) : segment)),
  ];
  const field = path.join(".");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) =>
        finding(
          "unknown-field",
          [...path, key],
          `${quote(key)} is no field of ${field === "" ? "a cluster" : field}`,
          "Remove it, or correct its spelling; the editor lists the fields there are.",
        ),
      );
    case "invalid_type":
      return issue.message.includes("received undefined")
        ? [
            finding(
              "missing-field",
              path,
              `${field} is missing`,
              `Add ${quote(path.at(-1))}, ${article(issue.expected)}.`,
            ),
          ]
        : [
            finding(
              "wrong-type",
              path,
              `${field} is not ${article(issue.expected)}`,
              `Write ${article(issue.expected)} here.`,
            ),
          ];
    case "invalid_value":
      return [
        finding(
          "value-not-allowed",
          path,
          `${field} is not one of ${issue.values.map((value) => quote(value)).join(", ")}`,
          "Choose one of these.",
        ),
      ];
    case "too_small":
      return [finding("empty-list", path, `${field} is empty`, "List at least one.")];
    case "invalid_union":
      return issue.errors.length === 0
        ? [
            finding(
              "value-not-allowed",
              path,
              `${field} was not made by one of Quorate's functions`,
              "Use the function that makes it: node(), router(), bgp(), arp(), flannel() or noCni().",
            ),
          ]
        : [
            finding(
              "wrong-type",
              path,
              `${field} is neither a text nor a pair of texts`,
              'Write one address, or for dual-stack a pair: ["10.0.0.1", "fd00::1"].',
            ),
          ];
    default:
      return [
        finding(
          "wrong-type",
          path,
          `${field} does not have the right form`,
          "See docs/machines.md for its form.",
        ),
      ];
  }
}

function article(type: string): string {
  const names: Record<string, string> = {
    string: "a text",
    number: "a number",
    boolean: "true or false",
    array: "a list",
    object: "a set of fields",
    record: "a set of names and values",
    tuple: "a pair of texts",
  };
  return names[type] ?? `a value of type ${type}`;
}
