import { type Finding, finding, type SpecPath } from "../model/finding.ts";
import type { Draft } from "../parse/draft.ts";
import { checkChecks } from "./checks.ts";
import { DNS_LABEL } from "./names.ts";
import { isSeconds, seconds } from "./seconds.ts";

/** What has to be well: namespaces that there can be, warnings that Ceph can have, questions that can be asked. */
export function* checkHealth({ rest, machineKinds }: Draft): Iterable<Finding> {
  const health = rest?.health;
  if (health === undefined) return;
  for (const [index, namespace] of (health.namespaces ?? []).entries()) {
    yield* checkNamespace(namespace, ["health", "namespaces", index]);
  }
  if (typeof health.ceph === "object") {
    const { namespace, tolerate = [] } = health.ceph;
    if (namespace !== undefined) yield* checkNamespace(namespace, ["health", "ceph", "namespace"]);
    for (const [index, code] of tolerate.entries()) {
      if (/^[A-Z][A-Z0-9_]*$/.test(code)) continue;
      yield finding(
        "health-invalid",
        ["health", "ceph", "tolerate", index],
        `${JSON.stringify(code)} is no code of a warning of Ceph's`,
        "Write it as `ceph health detail` has it, such as MON_CLOCK_SKEW.",
      );
    }
  }
  yield* checkChecks(health.checks, ["health", "checks"], machineKinds);
  if (health.within !== undefined && !isSeconds(health.within, 1)) {
    yield seconds(["health", "within"], health.within);
  }
}

function* checkNamespace(namespace: string, path: SpecPath): Iterable<Finding> {
  if (DNS_LABEL.test(namespace)) return;
  yield finding(
    "health-invalid",
    path,
    `${JSON.stringify(namespace)} is no name of a namespace`,
    "Use lower-case letters, digits and hyphens, at most 63, with no hyphen at either end.",
  );
}
