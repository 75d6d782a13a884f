import { addressText } from "../der/address.ts";
import { EXTENSION } from "../der/extension.ts";
import { distinguishedName } from "../der/name.ts";
import { elementOf, elementsOf } from "../der/read.ts";
import { oid } from "../der/write.ts";
import { type LeafPlan, subjectText } from "../plan/leaf.ts";
import type { ReadCertificate } from "./read-certificate.ts";

const SUBJECT_ALT_NAME = oid(EXTENSION.subjectAltName);

/** What a certificate says otherwise than its plan, for people: `adds 10.0.0.14; drops old.example.com`. */
export function leafDifference(leaf: LeafPlan, read: ReadCertificate): string {
  const found = new Set(alternativeNamesOf(read));
  const wanted = new Set([...leaf.dns, ...leaf.ips]);
  const added = [...wanted].filter((name) => !found.has(name));
  const dropped = [...found].filter((name) => !wanted.has(name));
  const differences = [
    ...(read.subject.equals(distinguishedName(leaf.commonName, leaf.organization))
      ? []
      : [`subject becomes ${subjectText(leaf)}`]),
    ...(added.length === 0 ? [] : [`adds ${added.join(", ")}`]),
    ...(dropped.length === 0 ? [] : [`drops ${dropped.join(", ")}`]),
  ];
  return differences.length === 0 ? "its permitted uses differ" : differences.join("; ");
}

/** The DNS names and addresses that a certificate is for. */
function alternativeNamesOf(read: ReadCertificate): string[] {
  const value = read.extensionValues.find(({ id }) => id.equals(SUBJECT_ALT_NAME))?.value;
  if (value === undefined) return [];
  return elementsOf(elementOf(value).content).map(({ tag, content }) =>
    tag === 0x87 && (content.length === 4 || content.length === 16)
      ? addressText(content)
      : // Another maker's certificate may hold anything here, and this ends up on a terminal.
        content.toString("latin1").replace(/[^\x21-\x7e]/g, "?"),
  );
}
