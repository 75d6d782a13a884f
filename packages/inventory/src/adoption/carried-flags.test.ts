import { describe, expect, it } from "vitest";
import {
  A,
  AGENT,
  answersOf,
  answersOfAll,
  B,
  C,
  type Different,
  inventoryOf,
  machinesOf,
  start,
} from "../testing/adopted-cluster.ts";
import { adopt } from "./adopt.ts";

it.each<[string, Different, readonly string[], RegExp]>([
  [
    "labels",
    start("--node-label=example.com/rack=3 --node-label x"),
    [],
    /labels: \{ "example\.com\/rack": "3", x: "" \}/,
  ],
  [
    "taints",
    start("--node-taint=a=b:NoExecute --node-taint c:NoSchedule"),
    [],
    /taints: \[\s*\{ key: "a", value: "b", effect: "NoExecute" \},\s*\{ key: "c", effect: "NoSchedule" \},?\s*\]/,
  ],
  [
    "what it has no word for",
    start("--kubelet-arg=max-pods=200 --disable-kube-proxy"),
    [],
    /extraFlags: \["--kubelet-arg=max-pods=200", "--disable-kube-proxy"\]/,
  ],
])("%s are carried over", (_, different, several, says) => {
  const { text, codes } = machinesOf(answersOfAll(different, several));
  expect(text).toMatch(says);
  expect(text).toContain("all of it is taken over");
  expect(codes).not.toContain("adoption-flags");
});

it("what Quorate says itself is not said twice", () => {
  const flags =
    "--flannel-iface enp3s0f0 --resolv-conf=/run/systemd/resolve/resolv.conf --data-dir=/var/lib/rancher/k3s/";
  expect(machinesOf(answersOf(start(flags))).text).not.toContain("extraFlags");
});

describe("what has no place is told, and stands at the top of machines.ts", () => {
  const told = (different: Different, several: readonly string[], code: string) => {
    const adopted = adopt(inventoryOf(), answersOfAll(different, several));
    if (!adopted.ok) throw new Error(JSON.stringify(adopted.problems));
    const found = (adopted.warnings ?? []).filter((one) => one.code === code);
    expect(adopted.value.left).toEqual(expect.arrayContaining(found.map(({ message }) => message)));
    expect(machinesOf(answersOfAll(different, several)).text).not.toContain("all of it is taken over");
    return found[0]?.message;
  };

  it.each<[string, Different, readonly string[], RegExp]>([
    ["a secret's value", start("--vpn-auth=hidden"), [], /--vpn-auth \(its value stayed/],
    [
      "what may be a secret",
      start("--kube-apiserver-arg=oidc-client-secret=abc"),
      [],
      /told on 172\.30\.190\.198 .*: --kube-apiserver-arg \(it may be a secret\)$/m,
    ],
    [
      "a file of the configuration",
      start("--kube-apiserver-arg=audit-policy-file=/etc/audit.yaml"),
      [],
      /--kube-apiserver-arg=audit-policy-file=\/etc\/audit\.yaml/,
    ],
    [
      "a manifest of somebody's that is left out",
      start("--disable=own,traefik"),
      [],
      /: --disable=own \(no part/,
    ],
    ["the kubelet's file", start("--kubelet-arg=config=/var/x.yaml"), [], /k3s\(\{ kubelet \}\)/],
    ["what systemd would split", start("--kubelet-arg=a=$b"), [], /a=\$b \(systemd/],
    ["a key of the file that stays there", {}, ["k3s-config=vpn-auth-file: hidden"], /--vpn-auth-file/],
    ["a taint of no kind", start("--node-taint=a=b"), [], /--node-taint=a=b \(no taint/],
    [
      "a variable",
      {},
      ["k3s-variable=HTTPS_PROXY", "k3s-variable=PATH"],
      /: HTTPS_PROXY \(a variable of its unit\)$/m,
    ],
    [
      "snapshots in S3, with all of it",
      start("--etcd-s3 --etcd-s3-bucket=b --etcd-s3-secret-key=hidden"),
      [],
      /: --etcd-s3 \(snapshots .*\), --etcd-s3-bucket \(.*--etcd-s3-secret-key \(/,
    ],
  ])("%s", (_, different, several, says) => {
    expect(told(different, several, "adoption-flags")).toMatch(says);
  });

  it("times of snapshots that are another server's", () => {
    const adopted = adopt(inventoryOf(), answersOf({}, { others: start("--etcd-snapshot-retention=9") }));
    const messages = adopted.ok ? adopted.value.left : [];
    expect(messages).toEqual(
      [B, C].map((address) => expect.stringMatching(`on ${address} .*its times of snapshots`)),
    );
  });

  it("registries and manifests", () => {
    const files = ["k3s-file=registries.yaml", "k3s-file=manifests/own.yaml"];
    expect(told({}, files, "adoption-files")).toMatch(/: registries\.yaml, manifests\/own\.yaml$/);
  });
});

describe("an agent", () => {
  const agent = { ...start("--server x --egress-selector-mode=server", "agent"), ...AGENT };
  const answers = answersOf({ ...agent, ...start("--node-label=a=b --kubelet-arg=max-pods=200", "agent") });

  it("stays one, and joins etcd never", () => {
    const { cluster, text } = machinesOf(answers);
    expect(cluster.nodes.map(({ address, roles }) => [address, roles.etcd, roles.controlPlane])).toEqual([
      [B, true, true],
      [C, true, true],
      [A, false, false],
    ]);
    expect(text).toContain('services: ["worker"]');
    expect(text).toContain('labels: { a: "b" }');
    expect(text).toContain('extraFlags: ["--kubelet-arg=max-pods=200"]');
    // Two servers are left, and take pods as they did.
    expect(text).toContain("allowEvenMembers: true");
    expect(cluster.nodes.map(({ schedulable, taints }) => [schedulable, taints])).toEqual(
      Array(3).fill([true, []]),
    );
  });

  it("takes pods that its servers keep away", () => {
    const taint = start("--node-taint=node-role.kubernetes.io/control-plane:NoSchedule");
    const { cluster } = machinesOf(answersOf(agent, { others: taint }));
    expect(cluster.nodes.map(({ schedulable }) => schedulable)).toEqual([false, false, true]);
  });

  it("is no agent because a server's flag says agent", () => {
    const { cluster } = machinesOf(answersOf(start("--egress-selector-mode agent")));
    expect(cluster.nodes.every(({ roles }) => roles.etcd)).toBe(true);
  });
});
