import type { FindingCode } from "./finding-code.ts";

/** Something about machines.ts that is wrong (`error`) or unwise (`warning`), as a value. */
export interface Finding {
  /** Stable: scripts and documentation may name it. */
  readonly code: FindingCode;
  readonly severity: "error" | "warning";
  /** Where in the cluster's definition: `["machines", "node1", "ip"]`. */
  readonly path: readonly (string | number)[];
  /** What is wrong, one sentence without a full stop at its end. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}
