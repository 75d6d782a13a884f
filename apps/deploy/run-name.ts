import { randomUUID } from "node:crypto";

/** When a run began and something of its own: `20261126-104115-3f9a`. */
export function runName(now: Date): string {
  const when = now.toISOString().replaceAll(/[-:]/g, "").slice(0, 15).replace("T", "-");
  return `${when}-${randomUUID().slice(0, 4)}`;
}
