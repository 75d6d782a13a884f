import { type Json, numberAt, textAt } from "../json.ts";

/** A Lease: of a kubelet (in `kube-node-lease`), of a component that elects a leader, or of somebody else's. */
export interface Lease {
  readonly namespace: string;
  readonly name: string;
  /** Empty where it was given up. */
  readonly holder: string;
  /** As `Date` takes it, by the holder's clock. */
  readonly renewed: string;
  readonly seconds: number | undefined;
}

/** Reads an item of a LeaseList. */
export function readLease(item: Json): Lease {
  return {
    namespace: textAt(item, "metadata", "namespace"),
    name: textAt(item, "metadata", "name"),
    holder: textAt(item, "spec", "holderIdentity"),
    renewed: textAt(item, "spec", "renewTime"),
    seconds: numberAt(item, "spec", "leaseDurationSeconds"),
  };
}
