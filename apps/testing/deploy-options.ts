import type { DeployOptions } from "../deploy/options.ts";

/** What `deploy` is told in a folder that has all at its usual place: no target yet, and no consent. */
export function deployOptions(different: Partial<DeployOptions> = {}): DeployOptions {
  return {
    machines: "machines.ts",
    targets: [],
    all: false,
    dryRun: false,
    allowOlder: false,
    anyTime: false,
    except: [],
    skipUnreachable: false,
    yes: false,
    snapshot: true,
    erase: [],
    deletePods: [],
    disableEviction: [],
    remove: [],
    certificates: "certs",
    overrideInputs: [],
    nixOptions: [],
    ...different,
  };
}
