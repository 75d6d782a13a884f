import type { DeployOptions } from "../deploy/options.ts";

/** What `plan` was asked: what `deploy` would be. */
export interface PlanOptions
  extends Pick<
    DeployOptions,
    | "machines"
    | "targets"
    | "except"
    | "skipUnreachable"
    | "evaluate"
    | "maxUnavailable"
    | "allowOlder"
    | "reboot"
    | "drain"
    | "snapshot"
    | "coldStart"
    | "deletePods"
    | "disableEviction"
    | "certificates"
    | "flake"
    | "overrideInputs"
    | "nixOptions"
  > {
  /** Build the systems that differ, here, so that it can be said who needs a reboot and which units restart. */
  readonly build: boolean;
  /** End with 0 where nothing is to be done, 2 where something is, 1 for every error. */
  readonly detailedExitcode: boolean;
}
