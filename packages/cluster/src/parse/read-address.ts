import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";
import {
  hasHostBits,
  type ParsedAddress,
  type ParsedNetwork,
  parseAddress,
  parseNetwork,
} from "./address.ts";
import type { Placed } from "./draft.ts";

/** One text, or several. */
type Texts = string | readonly string[];

/** Each text with its place: a text alone has the place of the field, one of several an index below it. */
export function placedTexts(texts: Texts, path: SpecPath): readonly Placed<string>[] {
  return typeof texts === "string"
    ? [{ value: texts, path }]
    : texts.map((value, index) => ({ value, path: [...path, index] }));
}

/** Reads addresses; one that is none goes into `findings`. */
export function readAddresses(
  texts: Texts,
  path: SpecPath,
  findings: Finding[],
): readonly Placed<ParsedAddress>[] {
  return placedTexts(texts, path).flatMap(({ value: text, path: at }) => {
    const value = parseAddress(text);
    if (value !== undefined) return [{ value, path: at }];
    findings.push(
      finding(
        "address-invalid",
        at,
        `${quote(text)} is no address`,
        "Write an IPv4 address such as 10.0.0.11 or an IPv6 address such as fd00::11, without a prefix length.",
      ),
    );
    return [];
  });
}

/** Reads networks; one that is none, or names a host in it, goes into `findings`. */
export function readNetworks(
  texts: Texts,
  path: SpecPath,
  findings: Finding[],
): readonly Placed<ParsedNetwork>[] {
  return placedTexts(texts, path).flatMap(({ value: text, path: at }) => {
    const value = parseNetwork(text);
    if (value === undefined) {
      const hint =
        parseAddress(text) === undefined
          ? "Write CIDR notation, such as 10.0.0.0/24."
          : "Write its prefix length as well, as in 10.0.0.0/24.";
      findings.push(finding("subnet-invalid", at, `${quote(text)} is no network`, hint));
      return [];
    }
    if (hasHostBits(text, value)) {
      findings.push(
        finding(
          "subnet-invalid",
          at,
          `${quote(text)} is a host in a network`,
          `The network itself is ${value.cidr}.`,
        ),
      );
    }
    return [{ value, path: at }];
  });
}
