import type { SpecPath } from "../model/finding.ts";
import type { FindingCode } from "../model/finding-code.ts";
import type { Change, SPECS } from "./definitions.ts";

/** What triggers a finding, and a neighbour that does not. */
export interface FindingCase {
  readonly code: FindingCode;
  /** What is special about this one, where a code has several. */
  readonly title?: string;
  /** The definition that is changed. Default: `bgp`. */
  readonly base?: keyof typeof SPECS;
  /** What makes it wrong. */
  readonly wrong: readonly Change[];
  /** Where the finding is. */
  readonly path: SpecPath;
  /** Codes of further findings that the same mistake gives. Default: none. */
  readonly also?: readonly FindingCode[];
  /** What makes it a valid neighbour. Default: nothing is changed. */
  readonly right?: readonly Change[];
}
