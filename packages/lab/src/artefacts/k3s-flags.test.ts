import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { resolvedCluster } from "@quorate/cluster/testing";
import { optionsByNode } from "@quorate/nixos";
import { describe, expect, it } from "vitest";
import example from "../../../../examples/k3s.ts";

// The stand-in of k3s refuses flags that it does not know, as k3s does: what nodes are given it has to know.

const table = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../../artefacts/stand-ins/cmd/k3s/flags.json"), "utf8"),
) as Readonly<Record<string, string>>;

/** Options of `services.k3s`, and the flags that NixOS makes of them; `undefined` where it makes none. */
const FLAGS: Readonly<Record<string, string | undefined>> = {
  enable: undefined,
  role: undefined,
  extraFlags: undefined,
  gracefulNodeShutdown: "kubelet-arg",
  extraKubeletConfig: "kubelet-arg",
  tokenFile: "token-file",
  agentTokenFile: "agent-token-file",
  serverAddr: "server",
  nodeName: "node-name",
  nodeIP: "node-ip",
  nodeLabel: "node-label",
  nodeTaint: "node-taint",
};

/** What is looked at of a node's options. */
interface K3sOptions {
  readonly services: {
    readonly k3s: { readonly role: string; readonly extraFlags: readonly string[] };
  };
  readonly quorate: { readonly k3s?: { readonly settings?: object } };
}

const cluster = resolvedCluster(example);
const optionsOf = optionsByNode(cluster);
const nodes = cluster.nodes.map(({ name }) => [name, optionsOf(name) as unknown as K3sOptions] as const);

/** All flags that a node's k3s is started with. */
function flagsOf({ services: { k3s }, quorate }: K3sOptions): readonly string[] {
  const named = Object.keys(k3s).flatMap((name) => {
    expect(FLAGS, name).toHaveProperty(name);
    return FLAGS[name] ?? [];
  });
  const extra = k3s.extraFlags.map((word) => word.replace(/^--/, "").replace(/=.*/s, ""));
  const settings = Object.keys(quorate.k3s?.settings ?? {});
  return [...named, ...extra, ...settings, ...(settings.length > 0 ? ["config", "kube-apiserver-arg"] : [])];
}

describe("the stand-in of k3s", () => {
  it.each(nodes)("knows every flag of %s, and refuses none", (_, options) => {
    const role = options.services.k3s.role;
    const flags = flagsOf(options);
    expect(flags.length).toBeGreaterThan(5);
    const rows = flags.map((name) => [name, table[name] ?? ""] as const);
    expect(rows.filter(([, row]) => !row.split(" ")[0]?.split("+").includes(role))).toEqual([]);
    expect(rows.filter(([, row]) => row.split(" ")[2] === "refused")).toEqual([]);
  });

  it("has every row in its three words", () => {
    for (const [name, row] of Object.entries(table)) {
      expect(row, name).toMatch(
        /^(server|server\+agent) (value|list|switch) (done|said|refused)( [A-Z_3]+)?( -.)?$/,
      );
    }
  });
});
