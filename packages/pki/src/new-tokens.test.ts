import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineCluster, k3s, node } from "@quorate/cluster";
import { clusterOf, resolvedCluster } from "@quorate/cluster/testing";
import { expect, it } from "vitest";
import { expectDone, folderWith, NOW } from "../test/folder.ts";
import { genCerts } from "./index.ts";

const cluster = resolvedCluster(
  defineCluster({
    name: "test",
    distribution: k3s(),
    kubeMaster: { loadBalancer: { kind: "none" } },
    network: { subnet: "10.0.0.0/24", gateway: "10.0.0.1", nameservers: ["10.0.0.1"] },
    machines: {
      one: node({ ip: "10.0.0.11", interface: "eth0", disk: "/dev/vda", services: ["kubernetes", "etcd"] }),
    },
  }),
);

it("tokens are replaced where that is asked for, and the servers' old ones kept", async () => {
  const certificates = await folderWith(cluster);
  const read = (file: string) => readFileSync(join(certificates, file), "utf8");
  const tokens = () => ["server", "agent"].map((who) => read(`authorities/k3s-${who}-token`));
  const before = () => read("authorities/k3s-server-tokens-before");
  const run = async (newTokens: boolean) =>
    expectDone(await genCerts({ cluster, certificates, now: NOW, newTokens }));
  const first = tokens();
  expect(before).toThrow("ENOENT");
  const { rows } = await run(true);
  expect(rows.filter(({ status }) => status === "renewed").map(({ name }) => name)).toEqual([
    "k3s-agent-token",
    "k3s-server-token",
  ]);
  const second = tokens();
  for (const [index, token] of second.entries()) {
    expect(token).not.toBe(first[index]);
    expect(token.split("::")[0]).toBe(first[index]?.split("::")[0]);
  }
  expect(before()).toBe(first[0]);
  expect(read("hosts/one/k3s-server-token")).toBe(second[0]);
  expect((await run(false)).written).toBe(0);
  await run(true);
  expect(before()).toBe(`${first[0]}${second[0]}`);
});

it("a cluster without tokens has none to replace", async () => {
  const other = clusterOf({ stacked: 1 });
  const certificates = await folderWith(other);
  const made = await genCerts({ cluster: other, certificates, now: NOW, newTokens: true });
  expect(made.ok ? [] : made.problems.map(({ code }) => code)).toEqual(["tokens-unused"]);
});
