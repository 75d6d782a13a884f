import type { HostName } from "@quorate/cluster";
import { apiDoor } from "../api/api-door.ts";
import { type DeploySettings, deployPaths } from "../deploy-paths.ts";
import { OPERATIONS } from "../distribution/operations.ts";
import { gateHostsOf } from "../gate/gate-host.ts";
import type { Step, StepByKind } from "../step/step.ts";
import { testCluster, testDesired, testPath } from "./observations.ts";

/** For tests: settings whose every path wants quoting. */
export const TEST_SETTINGS: DeploySettings = {
  certificates: "/home/me/my certs",
  flake: "/home/me/it's $(home)",
  flakeArguments: ["--override-input", "nixpkgs", "path:/a b"],
  nixArguments: ["--option", "cores", "2"],
};

/** For tests: the paths of a deployment with these settings. */
export const TEST_PATHS = deployPaths(TEST_SETTINGS, "/tmp/q");

const cluster = testCluster();
const [desired] = testDesired(cluster);
if (desired === undefined) throw new Error("no node");
const { name: node, address } = desired.node;
const { secrets: files, fingerprint, distribution } = desired;
const closure = testPath("system");
const { etcdUnit } = OPERATIONS[distribution];
const [own, other] = cluster.etcd.members;
if (own === undefined || other === undefined) throw new Error("no members");
const { peerUrl } = own;
const { peerUrl: otherPeerUrl } = other;
const through = { node: other.name, distribution, clientUrl: other.clientUrl };
const hosts = gateHostsOf(cluster, desired.node);
const others = { distribution, urls: ["https://10.0.0.22:2379/health"] };

const units = ["kube-apiserver.service", "etcd.service"];
const api = apiDoor(cluster, node, []);
if (api === undefined) throw new Error("no master");

/** For tests: a step of every kind, all of one node with two files. */
export const TEST_STEPS: { readonly [K in keyof StepByKind]: Step<K> } = {
  "copy-closure": { kind: "copy-closure", node, closure },
  "stage-secrets": { kind: "stage-secrets", node, files },
  "stage-kept": { kind: "stage-kept", node, closure, files },
  "stage-installation": { kind: "stage-installation", node, files },
  "put-secrets": { kind: "put-secrets", node, files, readers: ["etcd.service"] },
  snapshot: {
    kind: "snapshot",
    node,
    distribution,
    clientUrl: own.clientUrl,
    apiPort: 6443,
    origin: {
      cluster: cluster.name,
      clusterId: "c1",
      members: [{ name: node, peerUrl }],
      needs: ["authorities/service-account.key"],
      beside: [],
      fingerprints: { [node]: fingerprint },
    },
    timeoutSeconds: 300,
  },
  "restore-stage": {
    kind: "restore-stage",
    node,
    etcdUnit,
    file: "/home/me/snap shots/test/snapshot.db",
    sha256: "e".repeat(64),
    bytes: 1024 ** 2,
    etcdVersion: "3.6.16",
    name: node,
    peerUrl,
    list: `${node}=${peerUrl}`,
    token: "test",
    timeoutSeconds: 60,
  },
  "restore-stop": { kind: "restore-stop", node, units },
  "restore-swap": { kind: "restore-swap", node, etcdUnit },
  "restore-start": { kind: "restore-start", node, units },
  "reset-stage": {
    kind: "reset-stage",
    node,
    file: "/home/me/snap shots/test/snapshot.db",
    sha256: "e".repeat(64),
    bytes: 1024 ** 2,
    serverVersion: "1.36.2",
    etcdVersion: "3.6.12",
    timeoutSeconds: 60,
  },
  "server-data-aside": { kind: "server-data-aside", node },
  "server-reset": { kind: "server-reset", node, timeoutSeconds: 60 },
  "set-profile": { kind: "set-profile", node, closure },
  switch: { kind: "switch", node, closure, because: "differs", others },
  install: { kind: "install", node, address, closure, diskoScript: testPath("disko") },
  "end-connection": { kind: "end-connection", node },
  "wait-for-ssh": { kind: "wait-for-ssh", node, after: "activation", timeoutSeconds: 300 },
  verify: { kind: "verify", node, distribution, closure, fingerprint, secrets: files },
  "gate-before": { kind: "gate-before", node, hosts },
  "gate-after": { kind: "gate-after", node, hosts, after: "change" },
  "restart-readers": { kind: "restart-readers", node },
  "restart-unit": {
    kind: "restart-unit",
    node,
    unit: "k3s.service",
    since: 1_800_000_000,
    because: "certificates that it renews",
  },
  check: {
    kind: "check",
    node,
    check: { name: "alerts", run: "amtool alert | grep -c .", on: undefined, timeout: 60, within: 60 },
  },
  health: {
    kind: "health",
    node,
    api,
    health: {
      namespaces: ["default"],
      ceph: { namespace: "rook-ceph", required: false, tolerate: ["MON_CLOCK_SKEW"] },
      checks: [],
      within: 600,
    },
  },
  foresee: { kind: "foresee", node, closure },
  "leave-vip": {
    kind: "leave-vip",
    node,
    manifests: ["/etc/pods/vip.json", "/run/pods/vip.json"],
    program: "kube-vip",
    distribution,
    units,
  },
  "vip-seen": {
    kind: "vip-seen",
    node,
    vipUrl: "https://10.0.0.100:6443/readyz",
    ownUrl: "https://10.0.0.21:6443/readyz",
    askers: ["worker1" as HostName],
    when: "after",
    announces: true,
  },
  "vip-left": {
    kind: "vip-left",
    node,
    vipUrl: "https://10.0.0.100:6443/readyz",
    ownUrl: "https://10.0.0.21:6443/readyz",
    askers: ["worker1" as HostName],
    units,
  },
  "return-vip": { kind: "return-vip", node, manifests: ["/etc/pods/vip.json", "/run/pods/vip.json"] },
  "move-leader": {
    kind: "move-leader",
    node,
    clientUrl: "https://10.0.0.21:2379",
    distribution,
    others: [
      {
        node: "db2" as HostName,
        clientUrl: "https://10.0.0.22:2379",
        peerUrl: "https://10.0.0.22:2380",
      },
    ],
    units: ["etcd.service"],
  },
  "member-remove": {
    kind: "member-remove",
    node,
    through,
    whom: {
      kind: "member",
      id: "8e9e05c52164694d",
      name: "db9",
      peerUrls: ["https://10.0.0.29:2380"],
      lead: { clientUrl: "https://10.0.0.29:2379", to: "a023d910eeb241cb" },
    },
  },
  "member-data-aside": { kind: "member-data-aside", node, etcdUnit },
  "member-add": { kind: "member-add", node, through, peerUrl },
  "member-start": {
    kind: "member-start",
    node,
    etcdUnit,
    name: node,
    peerUrl,
    others: [otherPeerUrl],
    as: { state: "existing" },
  },
  "member-promote": { kind: "member-promote", node, through, peerUrl, timeoutSeconds: 600 },
  "server-start": {
    kind: "server-start",
    node,
    as: { state: "join", servers: ["https://10.0.0.11:6443", "https://10.0.0.12:6443"] },
  },
  "token-change": {
    kind: "token-change",
    node,
    rotates: { node, distribution: "k3s", clientUrl: "https://127.0.0.1:2382", apiPort: 6443 },
  },
  "node-delete": { kind: "node-delete", node, api, name: "old" },
  "gate-drain": { kind: "gate-drain", node, api, among: [node], mayLose: false, deletes: false },
  cordon: { kind: "cordon", node, api },
  drain: { kind: "drain", node, api, because: "a reboot ends its pods", mayLose: false, deletes: false },
  "set-boot": { kind: "set-boot", node, closure },
  reboot: { kind: "reboot", node, because: "kernel", others },
  "wait-for-boot": { kind: "wait-for-boot", node, closure, timeoutSeconds: 900 },
  uncordon: { kind: "uncordon", node, api },
  confirm: { kind: "confirm", node, closure, fingerprint, activated: true, watched: true },
  "arm-watchdog": {
    kind: "arm-watchdog",
    node,
    closure,
    seconds: 300,
    never: undefined,
    distribution,
    others,
    handsOver: undefined,
  },
  "hold-watchdog": { kind: "hold-watchdog", node },
  "disarm-watchdog": { kind: "disarm-watchdog", node },
  "go-back": { kind: "go-back", node, seconds: 300 },
  "remove-secrets": { kind: "remove-secrets", node, files: ["old.key"] },
};
