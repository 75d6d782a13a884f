import { join } from "node:path";
import { eventually, type Said, type Workspace } from "./workspace.ts";

/** A pod, as far as these tests look. */
export interface Pod {
  readonly name: string;
  readonly node: string;
  readonly ip: string;
  readonly ready: boolean;
  /** Made by a kubelet of a file, and shown by the apiserver. */
  readonly mirror: boolean;
}

/** What `kubectl get --output=json` prints, as far as these tests look. */
interface Listed {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly nodeName?: string;
    readonly holderIdentity?: string;
    readonly renewTime?: string;
  };
  readonly status?: Conditions & { readonly podIP?: string };
}

/** Part of an object's status. */
export interface Conditions {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

/** The cluster of a workspace, seen with the operator's kubeconfig from the operator's place. */
export class Kubernetes {
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** kubectl; through the VIP unless `--server` says otherwise. */
  kubectl(...args: readonly string[]): Said {
    return this.#workspace.quorate("lab", "run", "kubectl", "--request-timeout=30s", ...args);
  }

  /** Like {@link kubectl}, for what has to succeed. */
  must(...args: readonly string[]): string {
    const { code, out, err } = this.kubectl(...args);
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")} ended with ${code}:\n${err}${out}`);
    return out;
  }

  /** The nodes that are Ready, sorted; none where the apiserver does not answer. */
  readyNodes(): readonly string[] {
    return this.list("nodes")
      .filter(({ status }) => isReady(status))
      .map(({ metadata }) => metadata.name)
      .sort();
  }

  pods(...selection: readonly string[]): readonly Pod[] {
    return this.list("pods", ...selection).map((pod) => ({
      name: pod.metadata.name,
      node: pod.spec.nodeName ?? "",
      ip: pod.status?.podIP ?? "",
      ready: isReady(pod.status),
      mirror: pod.metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined,
    }));
  }

  /** Who holds a lease of kube-system, and when it was renewed. */
  lease(name: string): { readonly holder: string; readonly renewed: number } {
    const { spec } = JSON.parse(
      this.must("--namespace=kube-system", "get", "lease", name, "--output=json"),
    ) as Listed;
    return { holder: spec.holderIdentity ?? "", renewed: Date.parse(spec.renewTime ?? "") };
  }

  /** When a node's kubelet was last heard of, in milliseconds since 1970; NaN where nobody says. */
  heardFrom(node: string): number {
    const lease = ["--namespace=kube-node-lease", "get", "lease", node];
    return Date.parse(this.kubectl(...lease, "--output=jsonpath={.spec.renewTime}").out);
  }

  /** What the pod `from` gets when it fetches `url`. */
  fetchFrom(from: Pod, url: string): Said {
    return this.kubectl("exec", from.name, "--", "/hello", "get", url);
  }

  /** etcdctl, against every member. */
  etcdctl(addresses: readonly string[], ...args: readonly string[]): Said {
    const file = (name: string) => join(this.#workspace.folder, "certs/operator", name);
    return this.#workspace.quorate(
      ...["lab", "run", "env", "ETCDCTL_API=3", "etcdctl"],
      `--endpoints=${addresses.map((address) => `https://${address}:2379`).join(",")}`,
      `--cacert=${file("etcd-ca.crt")}`,
      `--cert=${file("etcd-healthcheck-client.crt")}`,
      `--key=${file("etcd-healthcheck-client.key")}`,
      ...args,
    );
  }

  /** Waits until these nodes, and no others, are Ready. */
  async allReady(nodes: readonly string[], seconds: number): Promise<void> {
    await eventually(`${nodes.join(", ")} are Ready`, seconds, () => sameMembers(this.readyNodes(), nodes));
  }

  /** Waits until `hello` runs once on each of these nodes. */
  async helloOn(nodes: readonly string[], seconds: number): Promise<readonly Pod[]> {
    let found: readonly Pod[] = [];
    await eventually(`hello runs on ${nodes.join(", ")}`, seconds, () => {
      found = this.pods("--selector=app=hello").filter(({ ready }) => ready);
      return sameMembers(
        found.map(({ node }) => node),
        nodes,
      );
    });
    return found;
  }

  /** Numbers of etcd's members, and of those that the members say is their leader. */
  etcdMembers(addresses: readonly string[]): ReturnType<typeof etcdMembersIn> {
    return etcdMembersIn(this.etcdctl(addresses, "endpoint", "status", "--write-out=json").out);
  }

  /** What `kubectl get --output=json` lists; nothing where the apiserver does not answer. */
  list<Item = Listed>(kind: string, ...selection: readonly string[]): readonly Item[] {
    try {
      return this.mustList(kind, ...selection);
    } catch {
      return [];
    }
  }

  /** Like {@link list}, for what nothing is an answer to. @throws where the apiserver does not answer */
  mustList<Item = Listed>(kind: string, ...selection: readonly string[]): readonly Item[] {
    const out = this.must("get", kind, ...selection, "--output=json");
    return (JSON.parse(out) as { readonly items: readonly Item[] }).items;
  }
}

/** Numbers of members, and of those that they say is their leader, in etcdctl's JSON of their status. */
export function etcdMembersIn(text: string): {
  readonly members: ReadonlySet<string>;
  readonly leaders: ReadonlySet<string>;
} {
  interface Status {
    readonly Status: { readonly leader: string; readonly header: { readonly member_id: string } };
  }
  // The numbers are too large for JavaScript's; as text they are told apart.
  const exact = text.replace(/"(leader|member_id)":(\d+)/g, '"$1":"$2"');
  const statuses = (JSON.parse(exact) as readonly Status[]).map(({ Status }) => Status);
  return {
    members: new Set(statuses.map(({ header }) => header.member_id)),
    leaders: new Set(statuses.map(({ leader }) => leader)),
  };
}

/** Whether an object of the API says in its status that it is ready. */
export function isReady(status: Conditions | undefined): boolean {
  return status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

function sameMembers(left: readonly string[], right: readonly string[]): boolean {
  return [...left].sort().join() === [...right].sort().join();
}
