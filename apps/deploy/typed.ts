import { shellWord } from "@quorate/command";
import type { DeployOptions } from "./options.ts";

/**
 * The words of a deployment as it was typed, without the program's: also the one to run next. Consent to erasing a
 * disk is not among them: it is given each time. A member that is to be removed is: without its name the same
 * deployment is refused, and once it is gone the name says nothing.
 */
export function typedDeploy(options: DeployOptions): string {
  const { targets, all, except, skipUnreachable, maxUnavailable } = options;
  const { allowOlder, anyTime, watchdog, certificates } = options;
  const { reboot, evaluate } = options;
  const { flake, configurations, overrideInputs, nixOptions } = options;
  return [
    options.replaces === undefined ? "deploy" : "replace",
    ...(all ? ["--all"] : targets),
    ...except.flatMap((name) => ["--except", name]),
    ...options.remove.flatMap((name) => ["--remove", name]),
    ...(skipUnreachable ? ["--skip-unreachable"] : []),
    ...(maxUnavailable === undefined ? [] : ["--max-unavailable", maxUnavailable]),
    ...(allowOlder ? ["--allow-older"] : []),
    ...(reboot === undefined ? [] : ["--reboot", reboot]),
    ...(options.coldStart === true ? ["--cold-start"] : []),
    ...(options.snapshot ? [] : ["--no-snapshot"]),
    ...(options.skipInitialHealth === true ? ["--skip-initial-health"] : []),
    ...podWords(options),
    ...(watchdog === undefined ? [] : ["--watchdog", watchdog]),
    ...(anyTime ? ["--any-time"] : []),
    ...(certificates === undefined ? [] : ["--certs", certificates]),
    ...(flake === undefined ? [] : ["--flake", flake]),
    ...(configurations === undefined ? [] : ["--configurations", configurations]),
    ...(evaluate === undefined ? [] : ["--evaluate", evaluate]),
    ...overrideInputs.flatMap(([name, reference]) => ["--override-input", `${name}=${reference}`]),
    ...nixOptions.flatMap(([name, value]) => ["--option", `${name}=${value}`]),
  ]
    .map(shellWord)
    .join(" ");
}

/** Those of them that say what becomes of a node's pods. */
export function podWords({
  drain,
  deletePods,
  disableEviction,
}: Pick<DeployOptions, "drain" | "deletePods" | "disableEviction">): readonly string[] {
  return [
    ...(drain === undefined ? [] : ["--drain", drain]),
    ...deletePods.flatMap((name) => ["--delete-pods", name]),
    ...disableEviction.flatMap((name) => ["--disable-eviction", name]),
  ];
}
