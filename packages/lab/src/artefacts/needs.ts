import table from "../../nixpkgs/nixos/needs.json" with { type: "json" };
import type { ProgramSetName } from "./programs.ts";

/** What a program needs on a host that is of such a version: a row of the table that the double of nixpkgs reads. */
interface Need {
  readonly program: string;
  /** Before this version. */
  readonly before?: string;
  /** From this version on. */
  readonly from?: string;
  /** To be refused, or the adaptation of this name. */
  readonly need: string;
  /** For people. */
  readonly why: string;
}

const NEEDS: readonly Need[] = table;

/** The oldest version of a program, as in `1.34`, that hosts can be configured for; `undefined` where any can. */
export function oldestOf(program: ProgramSetName): string | undefined {
  return NEEDS.find((row) => row.program === program && row.need === "refused")?.before;
}
