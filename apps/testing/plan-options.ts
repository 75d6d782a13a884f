import type { PlanOptions } from "../plan/options.ts";

/** What `plan` is told in a folder that has all at its usual place. */
export function planOptions(different: Partial<PlanOptions> = {}): PlanOptions {
  return {
    machines: "machines.ts",
    targets: [],
    except: [],
    skipUnreachable: false,
    build: false,
    detailedExitcode: false,
    allowOlder: false,
    certificates: "certs",
    overrideInputs: [],
    nixOptions: [],
    snapshot: true,
    deletePods: [],
    disableEviction: [],
    ...different,
  };
}
