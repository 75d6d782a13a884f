import { beforeAll, describe, expect, test } from "vitest";
import { FOLDER, K3S_NODES, type K3sLab, SERVERS } from "../k3s-lab.ts";
import { eventually } from "../workspace.ts";

const GONE = "server3";
const STAY = SERVERS.filter((server) => server !== GONE);
const PASSWORD = `${GONE}.node-password.k3s`;

/** A server that machines.ts has no more: its member, its Node and its password go, and it comes back to nothing. */
export function aServerThatGoes(lab: K3sLab): void {
  const secrets = () => lab.kubernetes.must("get", "secrets", "--namespace=kube-system", "--output=name");
  const nodes = () => lab.kubernetes.must("get", "nodes", "--output=name");
  /** machines.ts changes, and who is known with it. */
  const change = (...differences: Parameters<K3sLab["change"]>) => {
    lab.change(...differences);
    lab.workspace.mustQuorate("genCerts", "certs");
  };
  const others = K3S_NODES.filter((node) => node !== GONE);

  describe("deploy --remove of a server", () => {
    let cluster: string;
    beforeAll(() => {
      cluster = lab.clusterId("server1");
    });

    test("is asked for by its name, and takes nobody away who lives", { timeout: 900_000 }, async () => {
      const members = lab.members("server1");
      change({ servers: STAY });
      const unsaid = lab.workspace.deploy("--all");
      expect(unsaid.code, unsaid.err).toBe(2);
      expect(unsaid.err).toContain("[member-not-in-file]");
      expect(unsaid.err).toContain(`--remove ${GONE}`);
      const living = lab.workspace.deploy("--all", "--remove", GONE);
      expect(living.code, living.err).toBe(2);
      expect(living.err).toContain("[removed-alive]");
      expect(lab.members("server1")).toEqual(members);
      await lab.allReady(120);
    });

    test("takes its Node, its member and its password, before anything else is touched, once it is off", {
      timeout: 1_200_000,
    }, async () => {
      const { workspace } = lab;
      expect(secrets()).toContain(PASSWORD);
      workspace.mustQuorate("lab", "fault", GONE, "kill");
      await eventually("it is not Ready", 180, () => !lab.kubernetes.readyNodes().includes(GONE));
      change({ servers: STAY, of: { agent1: `labels: { "example.com/rack": "5" }` } });
      const { code, out, err } = workspace.deploy("--all", "--remove", GONE);
      expect(code, err).toBe(0);
      expect(out).toContain("agent1: deployed");
      // etcd's list is without it before any machine's turn comes.
      const told = err.split("\n");
      const removed = told.findIndex((line) => /remov|delet/i.test(line) && line.includes(GONE));
      const touched = told.findIndex((line) => line.startsWith("Rebuilding NixOS on agent1"));
      expect(removed, err).toBeGreaterThan(-1);
      expect(touched, err).toBeGreaterThan(removed);
      expect(lab.members("server1").map((name) => name.replace(/-[0-9a-f]{8}$/, ""))).toEqual([...STAY]);
      expect(nodes()).not.toContain(GONE);
      expect(secrets()).not.toContain(PASSWORD);
      await lab.allReady(240, others);
      const again = workspace.deploy("--all");
      expect(again.out.trim().split("\n").sort(), again.err).toEqual(
        others.map((node) => `No action needed on ${node}`),
      );
    });

    test("leaves a machine that is refused when it comes back, by the servers, and by a deployment", {
      timeout: 900_000,
    }, async () => {
      const { workspace } = lab;
      workspace.mustQuorate("lab", "fault", GONE, "heal");
      await eventually("it ends", 240, () =>
        workspace
          .onHost(GONE, ["journalctl", "--boot", "--unit=k3s", "--output=cat", "--no-pager"])
          .out.includes("removed from"),
      );
      expect(nodes()).not.toContain(GONE);
      expect(lab.members("server1")).toHaveLength(2);
      expect(STAY.map((server) => lab.clusterId(server))).toEqual(STAY.map(() => cluster));
      change({ of: { agent1: `labels: { "example.com/rack": "5" }` } });
      const refused = workspace.deploy(GONE);
      expect(refused.code, refused.err).toBe(2);
      expect(refused.err).toContain("[member-stale]");
      expect(refused.err).toContain(`${FOLDER}/server/db/etcd.aside`);
      // As it is told: then it is a machine like any other.
      workspace.mustOnHost(GONE, ["systemctl", "stop", "k3s"]);
      workspace.mustOnHost(GONE, ["mv", `${FOLDER}/server/db/etcd`, `${FOLDER}/server/db/etcd.aside`]);
      const { code, err } = workspace.deploy("--all");
      expect(code, err).toBe(0);
      await lab.allReady(240);
      expect(SERVERS.map((server) => lab.clusterId(server))).toEqual(SERVERS.map(() => cluster));
      expect(lab.members("server1")).toHaveLength(3);
    });
  });
}
