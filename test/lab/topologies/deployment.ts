import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Cluster, type Node, urlHost, vipAddress } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { k3sEtcdctl } from "../k3s-etcdctl.ts";
import { type Conditions, etcdMembersIn, isReady, Kubernetes } from "../kubernetes.ts";
import { Workspace } from "../workspace.ts";

/** A pod of `hello`, with an address in each of the cluster's families. */
export interface HelloPod {
  readonly name: string;
  readonly node: string;
  readonly addresses: readonly string[];
  readonly ready: boolean;
}

/** A node as the API shows it. */
export interface ShownNode {
  readonly name: string;
  readonly ready: boolean;
  readonly addresses: readonly string[];
  readonly podNetworks: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
}

/** The lab of one machines.ts, everything in it deployed, and what can be asked of it. */
export class Deployment {
  readonly cluster: Cluster;
  readonly workspace: Workspace;
  readonly kubernetes: Kubernetes;

  /** Does what a person would. `file` is the machines.ts, `definition` what it exports. */
  constructor(file: string, definition: unknown) {
    this.cluster = resolvedCluster(definition);
    this.workspace = new Workspace(readFileSync(file, "utf8"));
    this.kubernetes = new Kubernetes(this.workspace);
  }

  /** From machines.ts to machines that run it. */
  start(): void {
    this.workspace.generate();
    this.workspace.mustQuorate("genCerts", "certs");
    this.workspace.mustQuorate("lab", "up");
    this.workspace.mustQuorate("lab", "deploy", "--all", "--yes");
  }

  dispose(): void {
    this.workspace.dispose();
  }

  get masters(): readonly Node[] {
    return this.cluster.nodes.filter(({ roles }) => roles.controlPlane);
  }

  /** The nodes with a kubelet. */
  get kubelets(): readonly Node[] {
    return this.cluster.nodes.filter(({ roles }) => roles.kubelet);
  }

  /** The nodes where a pod that tolerates nothing may run. */
  get open(): readonly Node[] {
    return this.kubelets.filter(({ taints }) => taints.every(({ effect }) => effect === "PreferNoSchedule"));
  }

  /** The families of the pods' addresses. */
  get families(): number {
    return this.cluster.network.pods.length;
  }

  nodes(): readonly ShownNode[] {
    return this.kubernetes.list<NodeObject>("nodes").map(({ metadata, spec, status }) => ({
      name: metadata.name,
      ready: isReady(status),
      addresses: (status?.addresses ?? [])
        .filter(({ type }) => type === "InternalIP")
        .map(({ address }) => address),
      podNetworks: spec.podCIDRs ?? [],
      labels: metadata.labels ?? {},
      taints: spec.taints ?? [],
    }));
  }

  helloPods(): readonly HelloPod[] {
    return this.kubernetes
      .list<PodObject>("pods", "--selector=app=hello")
      .map(({ metadata, spec, status }) => ({
        name: metadata.name,
        node: spec.nodeName ?? "",
        addresses: (status?.podIPs ?? []).map(({ ip }) => ip),
        ready: isReady(status),
      }));
  }

  /** The addresses of a Service of the namespace `default`. */
  serviceAddresses(name: string): readonly string[] {
    const path = "--output=jsonpath={.spec.clusterIP} {.spec.clusterIPs[*]}";
    const words = this.kubernetes.must("get", "service", name, path).split(" ");
    return [...new Set(words)].filter((word) => word !== "");
  }

  /** Makes objects of Kubernetes. */
  apply(...objects: readonly object[]): void {
    this.workspace.write("objects.json", JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
    this.kubernetes.must("apply", "--filename", join(this.workspace.folder, "objects.json"));
  }

  /** The addresses that a pod finds for a name, sorted; empty where it finds none. */
  lookUp(from: HelloPod, name: string): readonly string[] {
    const { code, out } = this.kubernetes.kubectl("exec", from.name, "--", "/hello", "lookup", name);
    return code === 0 ? out.trim().split("\n").sort() : [];
  }

  /** What a pod gets from each of these URLs; nothing at all where it does not get one of them. */
  fetch(from: HelloPod, ...urls: readonly string[]): readonly string[] {
    const { code, out } = this.kubernetes.kubectl("exec", from.name, "--", "/hello", "get", ...urls);
    return code === 0 ? out.trim().split("\n") : [];
  }

  /** What a host itself gets from port 80 of each of these addresses; fewer where it does not get one of them. */
  fetchOnHost(host: string, addresses: readonly string[]): readonly string[] {
    const script =
      'for to; do exec 3<>"/dev/tcp/$to/80" && printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3 && tail -n 1 <&3; done';
    const { out } = this.workspace.onHost(host, [
      "timeout",
      "10",
      "bash",
      "-c",
      script,
      "fetch",
      ...addresses,
    ]);
    return out.split("\n").filter((line) => line !== "");
  }

  /** etcdctl against every member; with k3s, which gives nobody a certificate for it, from one of its servers. */
  etcdctl(...args: readonly string[]): ReturnType<Kubernetes["etcdctl"]> {
    const { distribution, etcd } = this.cluster;
    const [first] = etcd.members;
    if (distribution.kind !== "k3s" || first === undefined)
      return this.kubernetes.etcdctl(this.#etcdHosts, ...args);
    const endpoints = etcd.members.map(({ clientUrl }) => clientUrl);
    return k3sEtcdctl(this.workspace, first.name, args, endpoints);
  }

  /** Numbers of etcd's members and leaders. */
  etcdMembers(): ReturnType<typeof etcdMembersIn> {
    return etcdMembersIn(this.etcdctl("endpoint", "status", "--write-out=json").out);
  }

  get #etcdHosts(): readonly string[] {
    return this.cluster.etcd.members.map(urlHost);
  }

  /** The nodes that have the VIP on the interface that is cabled, sorted. */
  vipHolders(): readonly string[] {
    const { vip } = this.cluster.api;
    return this.masters
      .filter((node) => {
        const show = ["ip", "-oneline", "address", "show", "dev", node.interface];
        return this.workspace.onHost(node.name, show).out.includes(` ${vip}/`);
      })
      .map(({ name }) => name);
  }

  /** Where a router sends what is for the VIP, sorted. */
  nextHops(router: string): readonly string[] {
    const { address: vip, family } = vipAddress(this.cluster.api);
    const { out } = this.workspace.onHost(router, ["ip", `-${family}`, "route", "show", vip]);
    return [...out.matchAll(/via (?:inet6? )?(\S+)/g)].flatMap(([, address]) => address ?? []).sort();
  }
}

interface NodeObject {
  readonly metadata: { readonly name: string; readonly labels?: ShownNode["labels"] };
  readonly spec: { readonly podCIDRs?: readonly string[]; readonly taints?: ShownNode["taints"] };
  readonly status?: Conditions & {
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
  };
}

interface PodObject {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly nodeName?: string };
  readonly status?: Conditions & { readonly podIPs?: readonly { readonly ip: string }[] };
}
