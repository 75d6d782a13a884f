import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Node, SECRETS_DIRECTORY, secretFilesOfNode } from "@quorate/cluster";
import { resolvedCluster } from "@quorate/cluster/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { OPERATIONS } from "../../packages/rollout/src/distribution/operations.ts";
import { CORNER_CASES } from "./corner-cases.ts";
import { disko, type EvaluatedNode, environment, evaluate, flag, nixpkgs } from "./evaluation.ts";

/** A node takes two to five seconds. */
const TIMEOUT = 600_000;

const examples = new URL("../../examples/", import.meta.url);
// Those of k3s' are in k3s.test.ts.
const definitions = [
  ...(await Promise.all(
    readdirSync(examples)
      .filter((file) => file.endsWith(".ts"))
      .sort()
      .map(
        async (file): Promise<[string, unknown]> => [
          file,
          (await import(new URL(file, examples).href)).default,
        ],
      ),
  )),
  ...Object.entries(CORNER_CASES),
].filter(([, definition]) => resolvedCluster(definition).distribution.kind === "kubernetes");

if (nixpkgs === undefined) {
  console.warn(
    "NOT RUN: the evaluation by the real NixOS. Set NIXPKGS to a nixpkgs tree (and DISKO to disko's).",
  );
} else if (disko === "") {
  console.warn("Evaluated with a stub of disko. Set DISKO to a disko tree for the real one.");
}

describe.skipIf(nixpkgs === undefined).each(definitions)(
  "%s, evaluated by the real NixOS",
  (_, definition) => {
    const cluster = resolvedCluster(definition);
    let evaluated: ReadonlyMap<string, EvaluatedNode>;
    beforeAll(async () => {
      evaluated = await evaluate(cluster);
    }, TIMEOUT);
    const each = (test: (node: Node, actual: EvaluatedNode) => void) => () => {
      expect([...evaluated.keys()].sort()).toEqual(cluster.nodes.map(({ name }) => name));
      for (const node of cluster.nodes) test(node, the(evaluated, node.name));
    };

    it(
      "gives every node a system, without a failed assertion or a warning",
      each((node, actual) => {
        expect(actual.assertions, node.name).toEqual([]);
        expect(actual.warnings, node.name).toEqual([]);
        expect(actual.drvPath).toMatch(
          new RegExp(`^/nix/store/[0-9a-z]{32}-nixos-system-${node.name}-.*\\.drv$`),
        );
        expect(actual.system).toBe(node.system);
        expect(actual.fingerprint).toMatch(/^[0-9a-f]{64}\n$/);
      }),
    );

    it(
      "starts on each node what its roles say, and nothing else",
      each((node, { units }) => {
        const { etcd, controlPlane, kubelet } = node.roles;
        const started = Object.entries(units).filter(([, text]) => text !== null);
        const expected = {
          etcd,
          flannel: kubelet && cluster.network.cni.kind === "flannel",
          "kube-addon-manager": false,
          "kube-apiserver": controlPlane,
          "kube-controller-manager": controlPlane,
          "kube-proxy": kubelet,
          "kube-scheduler": controlPlane,
          kubelet,
          "quorate-bootstrap": controlPlane,
        };
        const names = Object.entries(expected).filter(([, runs]) => runs);
        expect(
          started.map(([name]) => name),
          node.name,
        ).toEqual(names.map(([name]) => name));
      }),
    );

    it("makes members of etcd that know themselves alone: to found or to join a cluster is a deed", () => {
      const members = cluster.nodes.filter(({ roles }) => roles.etcd).map(({ name }) => the(evaluated, name));
      const environments = members.map(({ units }) => environment(units["etcd"]));
      expect(environments.map((each) => each["ETCD_NAME"])).toEqual(
        cluster.etcd.members.map(({ name }) => name),
      );
      expect(environments.map((each) => each["ETCD_INITIAL_ADVERTISE_PEER_URLS"])).toEqual(
        cluster.etcd.members.map(({ peerUrl }) => peerUrl),
      );
      for (const each of environments) {
        expect(each).toMatchObject({
          ETCD_INITIAL_CLUSTER: `${each["ETCD_NAME"]}=${each["ETCD_INITIAL_ADVERTISE_PEER_URLS"]}`,
          ETCD_INITIAL_CLUSTER_STATE: "existing",
          ETCD_INITIAL_CLUSTER_TOKEN: cluster.etcd.token,
          ETCD_CLIENT_CERT_AUTH: "1",
          ETCD_PEER_CLIENT_CERT_AUTH: "1",
          ETCD_TRUSTED_CA_FILE: `${SECRETS_DIRECTORY}/etcd-ca.crt`,
          ETCD_PEER_TRUSTED_CA_FILE: `${SECRETS_DIRECTORY}/etcd-ca.crt`,
          ETCD_CERT_FILE: `${SECRETS_DIRECTORY}/etcd-server.crt`,
          ETCD_PEER_CERT_FILE: `${SECRETS_DIRECTORY}/etcd-peer.crt`,
        });
        expect(each["ETCD_LISTEN_CLIENT_URLS"]).toContain(each["ETCD_ADVERTISE_CLIENT_URLS"]);
      }
      // A unit that waits for the quorum would deadlock the first start, one node after another.
      for (const { units } of members) expect(units["etcd"]).toMatch(/^Type=exec$/m);
    });

    it(
      "gives each apiserver its own address and all of etcd",
      each((node, { units, authentication }) => {
        if (!node.roles.controlPlane) return;
        const unit = units["kube-apiserver"];
        expect(flag(unit, "advertise-address")).toBe(node.address);
        expect(flag(unit, "secure-port")).toBe(String(cluster.api.port));
        const servers = flag(unit, "etcd-servers")?.split(",") ?? [];
        expect([...servers].sort()).toEqual(cluster.etcd.members.map(({ clientUrl }) => clientUrl).sort());
        const own = cluster.etcd.members.find(({ name }) => name === node.name);
        if (own !== undefined) expect(servers[0]).toBe(own.clientUrl);
        expect(flag(unit, "service-cluster-ip-range")).toBe(
          cluster.network.services.map(({ cidr }) => cidr).join(","),
        );
        expect(flag(unit, "requestheader-allowed-names")).toBe("front-proxy-client");
        expect(flag(unit, "encryption-provider-config") !== undefined).toBe(cluster.encryptSecrets);
        expect(flag(unit, "authentication-config")).toMatch(/^\/nix\/store\//);
        expect(flag(unit, "anonymous-auth")).toBeUndefined();
        expect(authentication).toMatchObject({ kind: "AuthenticationConfiguration" });
      }),
    );

    it(
      "ends the apiserver before its etcd, and its clients before it",
      each(({ roles }, { units }) => {
        if (!roles.controlPlane) return;
        expect(after(units["kube-apiserver"]).includes("etcd.service")).toBe(roles.etcd);
        for (const client of ["kube-controller-manager", "kube-scheduler", "kubelet", "flannel"]) {
          const text = units[client];
          if (typeof text === "string") expect(after(text), client).toContain("kube-apiserver.service");
        }
      }),
    );

    it(
      "gives the pods the networks of machines.ts",
      each((node, { units, flannel }) => {
        const pods = cluster.network.pods.map(({ cidr }) => cidr).join(",");
        if (node.roles.controlPlane)
          expect(flag(units["kube-controller-manager"], "cluster-cidr")).toBe(pods);
        if (node.roles.kubelet) expect(flag(units["kube-proxy"], "cluster-cidr")).toBe(pods);
        if (units["flannel"] === null) return;
        const networks = cluster.network.pods;
        expect(flannel["IPv6Network"]).toBe(networks.find(({ family }) => family === 6)?.cidr);
        const ipv4 = networks.find(({ family }) => family === 4)?.cidr;
        expect(flannel["EnableIPv4"] ?? true).toBe(ipv4 !== undefined);
        if (ipv4 !== undefined) expect(flannel["Network"]).toBe(ipv4);
      }),
    );

    it(
      "calls each node by one name, with its own addresses, and taints it as machines.ts says",
      each((node, actual) => {
        expect(actual.hostName).toBe(node.name);
        if (!node.roles.kubelet) return;
        const { kubelet, "kube-proxy": proxy } = actual.units;
        expect(flag(kubelet, "hostname-override")).toBe(node.name);
        expect(flag(proxy, "hostname-override")).toBe(node.name);
        expect(flag(kubelet, "node-ip")).toBe(node.addresses.map(({ address }) => address).join(","));
        const taints = node.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`);
        expect(flag(kubelet, "register-with-taints")?.split(",") ?? []).toEqual(taints);
        expect(kubelet).not.toContain("unschedulable");
      }),
    );

    it(
      "brings kube-vip up on the control plane alone",
      each((node, { manifest, kubeletConfig, staticPods, manifestsInEtc, units }) => {
        expect(manifest?.metadata.name, node.name).toBe(node.roles.controlPlane ? "kube-vip" : undefined);
        const { manifests } = OPERATIONS[cluster.distribution.kind].vip;
        const folder = dirname(manifests.at(-1) ?? "");
        expect(kubeletConfig["staticPodPath"]).toBe(node.roles.controlPlane ? folder : undefined);
        expect(flag(units["kubelet"], "pod-manifest-path")).toBeUndefined();
        expect(manifestsInEtc).toEqual([]);
        if (node.roles.controlPlane) {
          expect(staticPods).toMatch(/^place kube-vip\.json \/nix\/store\/\S+-static-pod-kube-vip\.json$/m);
          expect(staticPods).toContain(`mkdir -p ${folder}\n`);
        } else expect(staticPods).toBeNull();
      }),
    );

    it(
      "owns every secret, and starts nothing without those it reads",
      each((node, { tmpfiles, units }) => {
        for (const { file, owner, mode } of secretFilesOfNode(cluster, node)) {
          expect(tmpfiles[`${SECRETS_DIRECTORY}/${file}`]?.["z"], file).toMatchObject({
            user: owner,
            group: owner,
            mode,
          });
        }
        expect(tmpfiles[SECRETS_DIRECTORY]?.["d"]).toMatchObject({ user: "root", mode: "0711" });
        for (const [name, unit] of Object.entries(units)) {
          if (unit !== null)
            expect(unit).toMatch(new RegExp(`^ExecStartPre=.*check-secrets-of-${name}$`, "m"));
        }
      }),
    );

    it(
      "opens the ports that the roles need",
      each((node, { firewall, sshPorts }) => {
        const { etcd, controlPlane, kubelet } = node.roles;
        const tcp = [
          ...(etcd ? [2379, 2380] : []),
          ...(controlPlane ? [cluster.api.port] : []),
          ...(kubelet ? [10250] : []),
        ];
        expect(firewall[node.interface]?.allowedTCPPorts).toEqual(tcp.sort((a, b) => a - b));
        const { cni } = cluster.network;
        const vxlan = kubelet && cni.kind === "flannel" && cni.backend === "vxlan";
        expect(firewall[node.interface]?.allowedUDPPorts).toEqual(vxlan ? [8472] : []);
        expect(sshPorts).toEqual([cluster.ssh.port]);
      }),
    );

    it(
      "puts pods on flannel's network and at their host ports",
      each((node, { cni }) => {
        expect(cni.containerd).toBe(node.roles.kubelet);
        if (!node.roles.kubelet) return;
        const ours = cluster.network.cni.kind === "flannel";
        expect(cni.file).toBe(ours ? "10-mynet.conflist" : "kubernetes-cni-config");
        if (!ours) return;
        expect(cni.configuration).toMatchObject({ plugins: [{ type: "flannel" }, { type: "portmap" }] });
        expect(cni.plugins).toEqual(expect.arrayContaining(["cni-plugins", "cni-plugin-flannel"]));
        // portmap calls it, with what containerd has on its PATH.
        expect(cni.containerdPath).toContain("iptables");
        expect(cni.restarts).toBe(true);
      }),
    );

    it(
      "has a disk to start from",
      each((node, { bootLoader, fileSystems, grubDevices }) => {
        expect(bootLoader).toBe(node.boot === "uefi" ? "systemd-boot" : "grub");
        expect(grubDevices).toEqual(node.boot === "uefi" ? [] : [node.disk]);
        expect(fileSystems).toEqual(node.boot === "uefi" ? ["/", "/boot"] : ["/"]);
      }),
    );

    it(
      "configures the interface with every address",
      each((node, { uplink }) => {
        for (const { address, prefixLength } of node.addresses) {
          expect(uplink).toContain(`Address=${address}/${prefixLength}\n`);
        }
        expect(uplink).toContain(`Name=${node.interface}\n`);
        const keeps = node.roles.controlPlane && cluster.loadBalancer.kind === "arp";
        expect(uplink.includes("KeepConfiguration=static\n")).toBe(keeps);
      }),
    );
  },
);

describe.skipIf(nixpkgs === undefined)("the escape hatch, evaluated by the real NixOS", () => {
  let evaluated: ReadonlyMap<string, EvaluatedNode>;
  beforeAll(async () => {
    evaluated = await evaluate(resolvedCluster(CORNER_CASES["no CNI, escape hatches, labels"]));
  }, TIMEOUT);

  it("adds the cluster's flags and then the node's to ours", () => {
    const unit = the(evaluated, "m1").units["kube-apiserver"] ?? "";
    expect(unit).toMatch(/--requestheader-allowed-names=\S+ .*--profiling=false --v=2/);
  });

  it("replaces a whole list by an override", () => {
    expect(the(evaluated, "m1").nameservers).toEqual(["10.9.0.53"]);
  });

  it("sets an option by its path, as the text that it is", () => {
    expect(the(evaluated, "w1").motd).toBe("${not} ''code''\n");
  });

  it("gives a CNI that is installed later a folder that nothing empties", () => {
    expect(the(evaluated, "w1").cniBinaries).toBe("/var/lib/cni/bin");
  });

  it.each([
    [{ "networking.hostName": "other" }, "Rename the machine in machines.ts"],
    [{ "services.kubernetes.proxy.hostname": "other" }, "Rename the machine in machines.ts"],
    [{ "services.kubernetes.roles": ["master"] }, "for clusters with a single master"],
    [{ "services.etcd.peerClientCertAuth": false }, "must stay on"],
  ])(
    "may not break what holds the cluster together: %o",
    async (nixosUnchecked, message) => {
      const cluster = resolvedCluster(CORNER_CASES["bios, host-gw, other ports"]);
      const escapeHatch = { nixos: {}, nixosUnchecked };
      await expect(evaluate({ ...cluster, escapeHatch })).rejects.toThrow(message);
    },
    TIMEOUT,
  );

  it("leaves to the kubelet the labels that it may set", () => {
    expect(flag(the(evaluated, "w1").units["kubelet"], "node-labels")).toBe("rack=2");
  });
});

function the(nodes: ReadonlyMap<string, EvaluatedNode>, name: string): EvaluatedNode {
  const found = nodes.get(name);
  if (found === undefined) throw new Error(`${name} was not evaluated`);
  return found;
}

/** The units that a unit is started after, and stopped before. */
function after(unit: string | null | undefined): readonly string[] {
  return [...(unit ?? "").matchAll(/^After=(.*)$/gm)].flatMap(([, names = ""]) => names.split(" "));
}
