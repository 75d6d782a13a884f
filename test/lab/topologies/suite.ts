import { isIPv6 } from "node:net";
import { join } from "node:path";
import { urlHost } from "@quorate/cluster";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../support/quorate.ts";
import { refusals } from "../where-it-runs.ts";
import { eventually } from "../workspace.ts";
import { Deployment, type HelloPod, type ShownNode } from "./deployment.ts";

/**
 * What holds of every cluster that can be written: deployed from nothing, it works. `file` is a machines.ts,
 * `definition` what it exports. In its order.
 */
export function topology(file: string, definition: unknown): void {
  let lab: Deployment;
  let pods: readonly HelloPod[] = [];

  beforeAll(() => {
    expect(refusals).toEqual([]);
    lab = new Deployment(file, definition);
    lab.start();
  });
  afterAll(() => lab?.dispose());

  test("has every node Ready, at its addresses, with a pod network of each family", async () => {
    await lab.kubernetes.allReady(namesOf(lab.kubelets), 300);
    await expect
      .poll(() => lab.nodes().map(({ name, addresses }) => ({ name, addresses })))
      .toEqual(
        lab.kubelets.map(({ name, addresses }) => ({
          name,
          addresses: addresses.map(({ address }) => address),
        })),
      );
    // A node may be Ready before the controller manager gives it its networks.
    await expect
      .poll(() => lab.nodes().map(({ podNetworks }) => podNetworks.length))
      .toEqual(lab.kubelets.map(() => lab.families));
  });

  test("has an apiserver on every master that is ready in every respect", async () => {
    for (const { address, addresses } of lab.masters) {
      const server = `https://${urlHost(addresses[0])}:${lab.cluster.api.port}`;
      const readyz = () => lab.kubernetes.must("--server", server, "get", "--raw", "/readyz?verbose");
      const lines = () => readyz().trim().split("\n");
      const last = "readyz check passed";
      await expect.poll(lines, { message: address }).toEqual(expect.arrayContaining(["[+]etcd ok", last]));
      await expect.poll(() => lines().filter((line) => !line.startsWith("[+]"))).toEqual([last]);
    }
  });

  test("has healthy members of etcd and one leader", async () => {
    await expect.poll(() => lab.etcdctl("endpoint", "health")).toMatchObject({ code: 0 });
    await expect
      .poll(() => {
        const { members, leaders } = lab.etcdMembers();
        return [members.size, leaders.size, [...leaders].every((leader) => members.has(leader))];
      })
      .toEqual([lab.cluster.etcd.members.length, 1, true]);
  });

  test("has the VIP where it belongs, and the API behind it", async () => {
    const { loadBalancer } = lab.cluster;
    if (loadBalancer.kind === "arp") {
      await eventually("one master has the VIP", 240, () => lab.vipHolders().length === 1);
    } else if (loadBalancer.kind === "bgp") {
      const masters = lab.masters.flatMap(({ addresses }) =>
        addresses.filter(({ family }) => family === lab.cluster.api.vipFamily).map(({ address }) => address),
      );
      for (const { name } of loadBalancer.peers)
        await eventually(
          `${name} sends the VIP's traffic to every master`,
          240,
          () => lab.nextHops(name).join() === [...masters].sort().join(),
        );
    }
    const config = lab.kubernetes.must("config", "view", "--output=jsonpath={.clusters[0].cluster.server}");
    expect(config).toBe(lab.cluster.api.url);
    const { dnsName } = lab.cluster.api;
    const name = dnsName === undefined ? [] : ["--tls-server-name", dnsName];
    await expect.poll(() => lab.kubernetes.must(...name, "get", "--raw", "/readyz")).toBe("ok");
  });

  test("runs pods on every node that takes them, which reach each other", async () => {
    lab.kubernetes.must("apply", "--filename", join(ROOT, "scripts/hello.yaml"));
    lab.kubernetes.must("scale", `--replicas=${lab.open.length}`, "deployment/hello");
    lab.apply(service("everywhere", lab.families > 1 ? { ipFamilyPolicy: "RequireDualStack" } : {}));
    lab.apply(
      service("headless", {
        clusterIP: "None",
        ...(lab.families > 1 ? { ipFamilyPolicy: "RequireDualStack" } : {}),
      }),
    );
    await eventually(`hello runs on ${namesOf(lab.open).join(", ")}`, 300, () => {
      pods = lab.helloPods().filter(({ ready }) => ready);
      return [...pods.map(({ node }) => node)].sort().join() === [...namesOf(lab.open)].sort().join();
    });
    for (const pod of pods) expect(pod.addresses).toHaveLength(lab.families);
    const all = pods.flatMap(({ name, addresses }) => addresses.map((address) => ({ name, address })));
    const urls = all.map(({ address }) => httpUrl(address, 8080));
    for (const from of pods) {
      await eventually(`${from.name} on ${from.node} reaches ${urls.join(", ")}`, 180, () => {
        return lab.fetch(from, ...urls).join() === namesOf(all).join();
      });
    }
  });

  test("answers for a pod at its host port, at every address of its node", async () => {
    for (const { name, node } of pods) {
      const { addresses = [] } = lab.kubelets.find((each) => each.name === node) ?? {};
      expect(addresses).toHaveLength(lab.families);
      const urls = addresses.map(({ address }) => httpUrl(address, 8081));
      for (const from of pods)
        await eventually(
          `${from.node}'s pod reaches ${name} at ${urls.join(", ")}`,
          180,
          () => lab.fetch(from, ...urls).join() === addresses.map(() => name).join(),
        );
    }
  });

  test("answers at a Service's addresses, from pods and from every node", async () => {
    const addresses = lab.serviceAddresses("everywhere");
    expect(addresses).toHaveLength(lab.families);
    const urls = addresses.map((address) => httpUrl(address, 80));
    const known = namesOf(pods);
    const right = (answers: readonly string[]) =>
      answers.length === addresses.length && answers.every((answer) => known.includes(answer));
    for (const from of pods)
      await eventually(`${from.node}'s pod reaches ${urls.join(", ")}`, 180, () =>
        right(lab.fetch(from, ...urls)),
      );
    for (const { name } of lab.kubelets)
      await eventually(`${name} reaches ${urls.join(", ")}`, 180, () =>
        right(lab.fetchOnHost(name, addresses)),
      );
  });

  test("knows the names of Services, headless ones too", async () => {
    const [from] = pods;
    if (from === undefined) throw new Error("there is a pod");
    const { domain } = lab.cluster.network;
    const wanted = {
      everywhere: lab.serviceAddresses("everywhere"),
      headless: pods.flatMap(({ addresses }) => addresses),
    };
    for (const [name, addresses] of Object.entries(wanted)) {
      await eventually(
        `${name} is known`,
        180,
        () => lab.lookUp(from, `${name}.default.svc.${domain}`).join() === [...addresses].sort().join(),
      );
    }
    await eventually("a pod answers at the name", 120, () => {
      const [answer = ""] = lab.fetch(from, `http://everywhere.default.svc.${domain}/`);
      return namesOf(pods).includes(answer);
    });
    expect(lab.lookUp(from, `nothing.default.svc.${domain}`)).toEqual([]);
  });

  test("shows kube-vip's pods where there is a VIP, which kubelets made of the manifest", async () => {
    const shown = () =>
      lab.kubernetes
        .pods("--namespace=kube-system")
        .filter(({ name, ready, mirror }) => name.startsWith("kube-vip-") && ready && mirror)
        .map(({ name }) => name);
    const wanted =
      lab.cluster.loadBalancer.kind === "none" ? [] : lab.masters.map(({ name }) => `kube-vip-${name}`);
    await eventually(wanted.join(), 240, () => shown().join() === wanted.join());
  });

  test("has the labels and taints of machines.ts on every node", async () => {
    const ours = lab.cluster.distribution.kind === "k3s" ? "true" : "";
    const wanted = lab.kubelets.map(({ name, labels, roles }) => ({
      name,
      labels: Object.entries({ ...labels, ...(roles.controlPlane ? { [CONTROL_PLANE]: ours } : {}) }),
    }));
    // Those that only an administrator may set come with the bootstrap.
    await eventually("every node has its labels", 240, () => {
      const shown = new Map(lab.nodes().map(({ name, labels }) => [name, labels]));
      return wanted.every(({ name, labels }) =>
        labels.every(([key, value]) => shown.get(name)?.[key] === value),
      );
    });
    const taints = ({ name, taints }: Tainted) => ({
      name,
      taints: taints.map(({ key, value = "", effect }) => `${key}=${value}:${effect}`).sort(),
    });
    // Those that say that a node is just coming are taken away a moment after it is Ready.
    await expect.poll(() => lab.nodes().map(taints)).toEqual(lab.kubelets.map(taints));
  });
}

type Tainted = Pick<ShownNode, "name" | "taints">;

const CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

function service(name: string, spec: object): object {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { selector: { app: "hello" }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  };
}

function httpUrl(address: string, port: number): string {
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}/`;
}

function namesOf(nodes: readonly { readonly name: string }[]): readonly string[] {
  return nodes.map(({ name }) => name);
}
