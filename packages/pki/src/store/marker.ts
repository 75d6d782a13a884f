import { z } from "zod";

/** What `quorate.json` says: whose folder this is, and which authorities are its own. */
export interface Marker {
  readonly cluster: string;
  /** SHA-256 fingerprints of the authorities' certificates, in hexadecimal, by name. */
  readonly authorities: { readonly [name: string]: string };
}

const VERSION = 1;

const schema = z.object({
  kind: z.literal("quorate-certificates"),
  version: z.number().int(),
  cluster: z.string(),
  authorities: z.record(z.string(), z.string()),
});

/** Reads a marker: `too-new` where a later version of genCerts wrote it. */
export function readMarker(text: string): Marker | "broken" | "too-new" {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return "broken";
  }
  const parsed = schema.safeParse(data);
  if (!parsed.success) return "broken";
  if (parsed.data.version > VERSION) return "too-new";
  return { cluster: parsed.data.cluster, authorities: parsed.data.authorities };
}

/** The text of a marker. */
export function markerText(marker: Marker): string {
  const authorities = Object.fromEntries(
    Object.entries(marker.authorities).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const data = { kind: "quorate-certificates", version: VERSION, cluster: marker.cluster, authorities };
  return `${JSON.stringify(data, null, 2)}\n`;
}
