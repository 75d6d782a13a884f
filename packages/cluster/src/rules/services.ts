import { type Finding, finding, quote } from "../model/finding.ts";
import { quorumOf } from "../model/quorum.ts";
import { type Draft, hasKubelet, isControlPlane, isEtcdMember, isSchedulable } from "../parse/draft.ts";

/** What runs where: a control plane, an etcd quorum, somewhere for pods to go. */
export function* checkServices(draft: Draft): Iterable<Finding> {
  for (const { name, spec } of draft.nodes) {
    const services = spec.services ?? [];
    for (const [index, service] of services.entries()) {
      if (services.indexOf(service) === index) continue;
      yield finding(
        "service-duplicate",
        ["machines", name, "services", index],
        `${quote(service)} is named twice`,
        "Name it once.",
      );
    }
  }
  // A machine that could not be read may be the very one that is missing.
  if (!draft.servicesKnown) return;
  const path = ["machines"];
  if (draft.nodes.length === 0) {
    yield finding("no-nodes", path, "there is no node", "Add a node({ … }) to the machines.");
    return;
  }
  const masters = draft.nodes.filter(isControlPlane).length;
  if (masters === 0) {
    yield finding(
      "no-control-plane",
      path,
      "no node is a control plane node",
      'Give a node the service "kubernetes".',
    );
  } else if (masters === 1 && draft.nodes.length > 1) {
    yield finding(
      "control-plane-single",
      path,
      "one node alone is the control plane: while it is down, nobody answers for the API",
      'Give further nodes the service "kubernetes".',
    );
  }
  yield* checkMembers(draft);
  if (draft.nodes.some(hasKubelet) && !draft.nodes.some((node) => isSchedulable(node, draft))) {
    yield finding(
      "nothing-schedulable",
      path,
      "no node takes ordinary pods: CoreDNS alone would run",
      'Give a node the service "worker", or remove schedulable: false.',
    );
  }
}

function* checkMembers({ nodes, rest }: Draft): Iterable<Finding> {
  const path = ["machines"];
  const members = nodes.filter(isEtcdMember).length;
  if (members === 0) {
    yield finding(
      "etcd-none",
      path,
      "no node is an etcd member",
      'Give one, three or five nodes the service "etcd".',
    );
  } else if (members % 2 === 0 && rest?.allowEvenMembers !== true) {
    yield finding(
      "etcd-even",
      path,
      `${members} etcd members tolerate no more failures than ${members - 1}, and fail more often`,
      `Make it ${members - 1} or ${members + 1}. A cluster that runs with ${members} can stay as it is by allowEvenMembers: true.`,
    );
  } else if (members > 9) {
    yield finding(
      "etcd-too-many",
      path,
      `${members} etcd members make every write wait for ${quorumOf(members)} of them`,
      "Three tolerate one failure, five two, seven three: choose one of these.",
    );
  } else if (members % 2 === 0) {
    yield finding(
      "etcd-even-allowed",
      path,
      members === 2
        ? "two etcd members tolerate no failure: while one is away, for its restart as well, the API stands still"
        : `${members} etcd members tolerate no more failures than ${members - 1}, and fail more often`,
      `Make it ${members + 1} when you can, and take allowEvenMembers out then.`,
    );
  } else if (members === 1 && nodes.length > 1) {
    yield finding(
      "etcd-single",
      path,
      "one etcd member tolerates no failure: with it, the cluster stands still",
      'Give three nodes the service "etcd".',
    );
  }
}
