import { type Finding, finding, type SpecPath } from "../model/finding.ts";

/** AS numbers that nobody may use: 0 (RFC 7607), 23456 (4893), those for documentation (5398), the last ones (7300). */
const RESERVED_ASNS: readonly (readonly [number, number])[] = [
  [0, 0],
  [23456, 23456],
  [64496, 64511],
  [65535, 65551],
  [4294967295, 4294967295],
];

/** The private ranges of RFC 6996. */
const PRIVATE_ASNS: readonly (readonly [number, number])[] = [
  [64512, 65534],
  [4200000000, 4294967294],
];

/** An autonomous system number; `ours` is the one that the nodes have. */
export function* checkAsn(asn: number, path: SpecPath, ours: boolean): Iterable<Finding> {
  const inside = (ranges: typeof RESERVED_ASNS) =>
    ranges.some(([first, last]) => asn >= first && asn <= last);
  if (!Number.isInteger(asn) || asn < 1 || asn > 4294967294 || inside(RESERVED_ASNS)) {
    yield finding("asn-invalid", path, `${asn} is no usable AS number`, "Use a private one, 64512 to 65534.");
  } else if (ours && !inside(PRIVATE_ASNS)) {
    yield finding(
      "asn-public",
      path,
      `${asn} is a public AS number`,
      "Unless it is yours, use a private one: 64512 to 65534.",
    );
  }
}
