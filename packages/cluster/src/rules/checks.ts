import { type Finding, finding, type SpecPath } from "../model/finding.ts";
import type { Draft } from "../parse/draft.ts";
import type { ParsedRollout } from "../parse/rollout.ts";
import { DNS_LABEL } from "./names.ts";
import { isSeconds, seconds } from "./seconds.ts";

/** Questions of people's own: each has a name, a line to run, and a node that there is. */
export function* checkChecks(
  checks: ParsedRollout["checks"] = [],
  at: SpecPath,
  machines: Draft["machineKinds"],
): Iterable<Finding> {
  const names = new Set<string>();
  for (const [index, { name, run, on, timeout, within }] of checks.entries()) {
    const path = [...at, index];
    if (!DNS_LABEL.test(name) || names.has(name)) {
      yield finding(
        "rollout-check-invalid",
        [...path, "name"],
        names.has(name)
          ? `two checks are called ${JSON.stringify(name)}`
          : `${JSON.stringify(name)} is no name of a check`,
        "Give each a name of its own, of lower-case letters, digits and hyphens.",
      );
    }
    names.add(name);
    if (run.trim() === "" || /[\n\r\0]/.test(run)) {
      yield finding(
        "rollout-check-invalid",
        [...path, "run"],
        `the check ${JSON.stringify(name)} runs no line of shell`,
        "Write one line: a script of its own for what is longer.",
      );
    }
    if (on !== undefined && machines.get(on) !== "node" && machines.get(on) !== "unknown") {
      yield finding(
        "rollout-check-invalid",
        [...path, "on"],
        `${JSON.stringify(on)} is no node of this file`,
        "Name a node, or leave it out: then it runs on the machine that deploys.",
      );
    }
    for (const [field, value] of [
      ["timeout", timeout],
      ["within", within],
    ] as const) {
      if (value !== undefined && !isSeconds(value, 1)) yield seconds([...path, field], value);
    }
  }
}
