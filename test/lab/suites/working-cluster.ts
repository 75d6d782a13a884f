import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../support/quorate.ts";
import { ADDRESSES, type ClusterLab, NODES } from "../cluster-lab.ts";
import type { Pod } from "../kubernetes.ts";
import { eventually } from "../workspace.ts";

/** From the nodes to pods, Services and the VIP by BGP; and the whole of it after a power cut. */
export function workingCluster(lab: ClusterLab): void {
  describe("a cluster with a VIP by BGP", () => {
    test("has every node Ready", () => lab.kubernetes.allReady(NODES, 300));

    test("has an apiserver on every master that is ready in every respect", async () => {
      for (const address of ADDRESSES) {
        const server = ["--server", `https://${address}:6443`];
        const lines = () =>
          lab.kubernetes
            .must(...server, "get", "--raw", "/readyz?verbose")
            .trim()
            .split("\n");
        const last = "readyz check passed";
        await expect.poll(lines).toEqual(expect.arrayContaining(["[+]etcd ok", "[+]ping ok", last]));
        await expect.poll(() => lines().filter((line) => !line.startsWith("[+]"))).toEqual([last]);
      }
    });

    test("has three healthy members of etcd and one leader", async () => {
      await expect
        .poll(() => lab.kubernetes.etcdctl(ADDRESSES, "endpoint", "health"))
        .toMatchObject({ code: 0 });
      await expect
        .poll(() => {
          const { members, leaders } = lab.kubernetes.etcdMembers(ADDRESSES);
          return [members.size, leaders.size, [...leaders].every((leader) => members.has(leader))];
        })
        .toEqual([3, 1, true]);
    });

    test.each(["kube-controller-manager", "kube-scheduler"])("has one leading %s, at work", async (name) => {
      let seen = { holder: "", renewed: 0 };
      await eventually("who has the lease renews it", 240, () => {
        const before = seen;
        seen = lab.kubernetes.lease(name);
        return seen.holder === before.holder && seen.renewed > before.renewed;
      });
      expect(NODES).toContain(seen.holder.split("_")[0]);
    });

    test("shows kube-vip's pods, which kubelets made of the manifest", async () => {
      const pods = () =>
        lab.kubernetes
          .pods("--namespace=kube-system")
          .filter(({ name }) => name.startsWith("kube-vip-"))
          .map(({ name, node, mirror, ready }) => ({ name, node, mirror, ready }));
      await expect
        .poll(pods, { timeout: 240_000 })
        .toEqual(NODES.map((node) => ({ name: `kube-vip-${node}`, node, mirror: true, ready: true })));
    });

    test("runs pods on every node, which reach each other", async () => {
      lab.kubernetes.must("apply", "--filename", join(ROOT, "scripts/hello.yaml"));
      const pods = await lab.kubernetes.helloOn(NODES, 300);
      for (const from of pods) {
        for (const to of pods) {
          // The answer is the name of who answers. A node knows the way to others' pods a moment after it is Ready.
          await expect
            .poll(() => ({ from: from.node, ...lab.kubernetes.fetchFrom(from, `http://${to.ip}:8080/`) }))
            .toMatchObject({ from: from.node, code: 0, out: `${to.name}\n` });
        }
      }
    });

    test("answers for a pod at its host port, to pods, nodes and everybody else", async () => {
      const pods = await lab.kubernetes.helloOn(NODES, 120);
      for (const { name, node } of pods) {
        const url = `http://${ADDRESSES[(NODES as readonly string[]).indexOf(node)]}:8081/`;
        await eventually(`${node} answers at ${url}`, 120, () => lab.curl(url).out === `${name}\n`);
        for (const from of pods)
          await expect
            .poll(() => ({ from: from.node, ...lab.kubernetes.fetchFrom(from, url) }))
            .toMatchObject({ from: from.node, code: 0, out: `${name}\n` });
        for (const from of NODES)
          await expect
            .poll(() => lab.workspace.mustOnHost(from, ["curl", "--silent", "--max-time", "20", url]))
            .toBe(name);
      }
    });

    test("answers at a Service's cluster IP, from pods and nodes, and at its name", async () => {
      const pods = await lab.kubernetes.helloOn(NODES, 120);
      const names = pods.map(({ name }) => name);
      const address = lab.kubernetes.must("get", "service", "hello", "--output=jsonpath={.spec.clusterIP}");
      const [first] = pods;
      if (first === undefined) throw new Error("there is a pod");
      const seen = new Set<string>();
      await eventually("every replica has answered", 240, () => {
        const { code, out } = lab.kubernetes.fetchFrom(first, `http://${address}/`);
        if (code === 0) seen.add(out.trim());
        return seen.size === 3;
      });
      expect([...seen].sort()).toEqual([...names].sort());
      for (const node of NODES) {
        const script = `exec 3<>/dev/tcp/${address}/80; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3`;
        await eventually(`${node} reaches ${address}`, 120, () => {
          const answer = lab.workspace.mustOnHost(node, ["timeout", "20", "bash", "-c", script]);
          return names.includes(answer.split("\n").at(-1)?.trim() ?? "");
        });
      }
      await eventually("its name is known", 180, () => {
        const { code, out } = lab.kubernetes.fetchFrom(first, "http://hello.default.svc.cluster.local/");
        return code === 0 && names.includes(out.trim());
      });
    });

    test("knows the names of pods behind a Service without an address, and the names of addresses", async () => {
      lab.kubernetes.must("apply", "--filename", join(ROOT, "test/lab/named.yaml"));
      let named: readonly Pod[] = [];
      await eventually("two pods with names are ready", 240, () => {
        named = lab.kubernetes.pods("--selector=app=named").filter(({ ready }) => ready);
        return named.length === 2;
      });
      const [from] = lab.kubernetes.pods("--selector=app=hello");
      if (from === undefined) throw new Error("there is a pod");
      const lookup = (name: string) =>
        lab.kubernetes
          .kubectl("exec", from.name, "--", "/hello", "lookup", name)
          .out.split("\n")
          .filter(Boolean);
      const addresses = named.map(({ ip }) => ip);
      // CoreDNS remembers for half a minute that there is no such name.
      await eventually("the Service's name is theirs", 180, () => sameLines(lookup("named"), addresses));
      for (const { name, ip } of named) {
        await eventually(`${name} is known`, 180, () => sameLines(lookup(`${name}.named`), [ip]));
        await expect.poll(() => lookup(ip)).toEqual([`${name}.named.default.svc.cluster.local.`]);
      }
      const hello = lab.kubernetes.must("get", "service", "hello", "--output=jsonpath={.spec.clusterIP}");
      await expect.poll(() => lookup(hello)).toEqual(["hello.default.svc.cluster.local."]);
    });

    test("takes the VIP from a master whose apiserver stops, and gives it back", async () => {
      await eventually(
        "all masters announce the VIP",
        240,
        () => lab.vipNextHops().join() === ADDRESSES.join(),
      );
      lab.workspace.mustOnHost("node1", ["systemctl", "stop", "kube-apiserver"]);
      try {
        await eventually(
          "the first one is withdrawn",
          180,
          () => lab.vipNextHops().join() === ADDRESSES.slice(1).join(),
        );
        await expect.poll(() => lab.kubernetes.must("get", "--raw", "/readyz")).toBe("ok");
      } finally {
        lab.workspace.mustOnHost("node1", ["systemctl", "start", "kube-apiserver"]);
      }
      await eventually("it is announced again", 300, () => lab.vipNextHops().join() === ADDRESSES.join());
    });

    test("comes back by itself from a power cut of all hosts at once, with its data", async () => {
      lab.kubernetes.must("create", "configmap", "kept", "--from-literal=answer=42");
      // etcd has synced it; the rest of what a host has written is its own business.
      lab.workspace.mustQuorate("lab", "fault", "all", "kill");
      expect(lab.apiAnswers()).toBe(false);
      const cut = Date.now();
      lab.workspace.mustQuorate("lab", "fault", "all", "heal");

      await eventually(
        "etcd is whole",
        300,
        () => lab.kubernetes.etcdctl(ADDRESSES, "endpoint", "health").code === 0,
      );
      await lab.kubernetes.allReady(NODES, 300);
      // What the apiserver remembers of a node may be from before: its kubelet has to have spoken since.
      await eventually("every kubelet has spoken", 300, () =>
        NODES.every((node) => lab.kubernetes.heardFrom(node) > cut),
      );
      await lab.kubernetes.allReady(NODES, 240);
      await expect
        .poll(() => lab.kubernetes.must("get", "configmap", "kept", "--output=jsonpath={.data.answer}"))
        .toBe("42");
      await eventually(
        "the VIP is announced by all",
        300,
        () => lab.vipNextHops().join() === ADDRESSES.join(),
      );

      const pods = await lab.kubernetes.helloOn(NODES, 300);
      for (const from of pods) {
        const next = pods[(pods.indexOf(from) + 1) % pods.length];
        await eventually(`${from.node} reaches ${next?.node}`, 180, () => {
          return lab.kubernetes.fetchFrom(from, `http://${next?.ip}:8080/`).out === `${next?.name}\n`;
        });
      }
      expect(lab.workspace.quorate("lab", "deploy", "--all")).toMatchObject({
        code: 0,
        out: NODES.map((node) => `No action needed on ${node}\n`).join(""),
      });
    });
  });
}

function sameLines(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join() === other.toSorted().join();
}
