import { dirname } from "node:path";
import type { HostName } from "@quorate/cluster";
import { type Conduct, type DeploySettings, ORDINARY, type Terms } from "@quorate/rollout";
import { certificatesFolder } from "../machines/certificates-folder.ts";
import type { DeployOptions } from "./options.ts";

/** What was asked, as a deployment takes it: paths are absolute, pairs are arguments of Nix; what is left out is not given. */
export function settingsOf(
  options: Partial<
    Pick<DeployOptions, "certificates" | "configurations" | "flake" | "overrideInputs" | "nixOptions">
  >,
  machinesFile: string,
  cwd: string,
): DeploySettings {
  const { overrideInputs = [], nixOptions = [] } = options;
  return {
    certificates: certificatesFolder(options.certificates, machinesFile, cwd),
    flake: options.flake ?? dirname(machinesFile),
    ...(options.configurations === undefined ? {} : { configurations: options.configurations }),
    flakeArguments: overrideInputs.flatMap(([name, reference]) => ["--override-input", name, reference]),
    nixArguments: nixOptions.flatMap(([name, value]) => ["--option", name, value]),
  };
}

/** What was said of the deployment. An input that is not the locked one, and another output, are in no fingerprint. */
export function termsOf(
  options: Pick<
    DeployOptions,
    | "yes"
    | "replaces"
    | "erase"
    | "remove"
    | "skipUnreachable"
    | "evaluate"
    | "configurations"
    | "overrideInputs"
  > &
    HowNodes,
): Terms {
  const { yes, replaces, erase, remove, skipUnreachable, evaluate, configurations, overrideInputs } = options;
  const isTold = overrideInputs.length === 0 && configurations === undefined;
  const conduct = conductOf(options);
  return {
    yes,
    erase,
    remove,
    skipUnreachable,
    evaluate: evaluate ?? (isTold ? "needed" : "always"),
    conduct,
    ...(replaces === undefined ? {} : { replaces: replaces as HostName }),
  };
}

type HowNodes = Pick<
  DeployOptions,
  | "reboot"
  | "drain"
  | "snapshot"
  | "skipInitialHealth"
  | "coldStart"
  | "deletePods"
  | "disableEviction"
  | "except"
>;

/** What was said of how nodes are treated. */
export function conductOf({
  reboot = ORDINARY.reboot,
  drain = ORDINARY.drain,
  snapshot,
  skipInitialHealth = false,
  coldStart = false,
  deletePods,
  disableEviction,
  except,
}: HowNodes): Conduct {
  const copy = snapshot ? "first" : "never";
  const health = skipInitialHealth ? "later" : "first";
  return { reboot, drain, snapshot: copy, health, coldStart, deletePods, disableEviction, without: except };
}
