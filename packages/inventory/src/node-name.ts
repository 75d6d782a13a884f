import { v5 } from "uuid";

/** The namespace of object identifiers (RFC 9562, 6.6), which nk3 takes for addresses. */
const OID_NAMESPACE = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";

/** The host name that nk3 gave the node of an address, as it is written in the inventory. */
export function derivedName(address: string): string {
  return v5(address, OID_NAMESPACE);
}
