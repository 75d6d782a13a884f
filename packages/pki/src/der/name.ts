import { oid, sequence, setOf, utf8 } from "./write.ts";

const ORGANIZATION = oid("2.5.4.10");
const COMMON_NAME = oid("2.5.4.3");

/** A distinguished name: organization, if any, then common name. */
export function distinguishedName(commonName: string, organization?: string): Buffer {
  const attribute = (type: Buffer, value: string): Buffer => setOf(sequence(type, utf8(value)));
  return sequence(
    ...(organization === undefined ? [] : [attribute(ORGANIZATION, organization)]),
    attribute(COMMON_NAME, commonName),
  );
}
