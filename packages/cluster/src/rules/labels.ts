import { type Finding, finding, quote, type SpecPath } from "../model/finding.ts";
import { type Draft, type DraftNode, hasKubelet } from "../parse/draft.ts";
import { isDnsSubdomain } from "./names.ts";

/** A label's or taint's name: at most 63 characters, a letter or digit at both ends. */
const NAME_PART = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/** Labels that a node has without anybody's doing: the kubelet's own, and the control plane's. */
const OWN_LABEL =
  /^((beta\.)?kubernetes\.io\/(hostname|arch|os)|node-role\.kubernetes\.io\/(control-plane|master))$/;

/** What Kubernetes is told of a node: labels and taints. */
export function* checkLabelsAndTaints(draft: Draft): Iterable<Finding> {
  for (const node of draft.nodes) {
    yield* checkLabels(node);
    yield* checkTaints(node);
    yield* checkEffect(node);
  }
}

function isQualifiedName(key: string): boolean {
  const [first = "", second, ...rest] = key.split("/");
  if (rest.length > 0) return false;
  return second === undefined ? NAME_PART.test(first) : isDnsSubdomain(first) && NAME_PART.test(second);
}

function isLabelValue(value: string): boolean {
  return value === "" || NAME_PART.test(value);
}

function* checkPair(
  code: "label-invalid" | "taint-invalid",
  key: string,
  value: string,
  path: SpecPath,
): Iterable<Finding> {
  if (!isQualifiedName(key)) {
    yield finding(
      code,
      path,
      `${quote(key)} is no key that Kubernetes accepts`,
      "Write a name such as rack, or example.com/rack.",
    );
  } else if (!isLabelValue(value)) {
    yield finding(
      code,
      path,
      `${quote(value)} is no value that Kubernetes accepts`,
      "Use at most 63 letters, digits, dots, hyphens and underscores, with a letter or digit at both ends.",
    );
  }
}

function* checkLabels({ name, spec }: DraftNode): Iterable<Finding> {
  for (const [key, value] of Object.entries(spec.labels ?? {})) {
    const path = ["machines", name, "labels", key];
    yield* checkPair("label-invalid", key, value, path);
    if (OWN_LABEL.test(key)) {
      yield finding(
        "label-reserved",
        path,
        `${quote(key)} is set by itself, from what the node is`,
        "Remove it, or choose a key with a domain of yours, such as example.com/role.",
      );
    }
  }
}

function* checkTaints({ name, spec }: DraftNode): Iterable<Finding> {
  const seen = new Set<string>();
  for (const [index, { key, value = "", effect }] of (spec.taints ?? []).entries()) {
    const path = ["machines", name, "taints", index];
    yield* checkPair("taint-invalid", key, value, path);
    const id = `${key}:${effect}`;
    if (seen.has(id))
      yield finding("taint-duplicate", path, `the taint ${quote(id)} is named twice`, "Name it once.");
    seen.add(id);
  }
}

/** What is said of pods, on a node that never has any. */
function* checkEffect(node: DraftNode): Iterable<Finding> {
  if (node.spec.services === undefined || hasKubelet(node)) return;
  for (const field of ["schedulable", "labels", "taints"] as const) {
    if (node.spec[field] === undefined) continue;
    yield finding(
      "field-without-effect",
      ["machines", node.name, field],
      `${field} has no effect: ${node.name} runs etcd alone, without a kubelet`,
      'Remove it, or give the node the service "worker".',
    );
  }
}
