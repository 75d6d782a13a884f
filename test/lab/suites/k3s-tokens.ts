import { describe, expect, test } from "vitest";
import { K3S_NODES, type K3sLab, SERVERS } from "../k3s-lab.ts";
import { killedAt } from "../killed-command.ts";

/** A change of a server and of the agent: there is something to go back to. */
const LABELLED: Readonly<Record<string, string>> = {
  server2: `labels: { "example.com/rack": "2" }`,
  agent1: `labels: { "example.com/rack": "4" }`,
};

/** Both tokens of a whole cluster are replaced, by a deployment that dies twice; and what it is after a power cut then. */
export function anotherToken(lab: K3sLab): void {
  describe("another token", () => {
    let cluster: string;
    let members: readonly string[];
    let old: ReturnType<K3sLab["tokens"]>;

    /** What the server's own files, and its answers, say of a token. */
    const taken = (server: string, who: "server" | "node", path: string, secret: string) =>
      lab.asked(server, path, "--user", `${who}:${secret}`).slice(-3);
    const isWhole = async () => {
      await lab.allReady(300);
      expect(SERVERS.map((server) => lab.clusterId(server))).toEqual(SERVERS.map(() => cluster));
      expect(lab.members("server1")).toEqual(members);
      const kept = lab.kubernetes.must("get", "secret", "of-before", "--output=jsonpath={.data.a}");
      expect(kept).toBe(Buffer.from("b").toString("base64"));
    };

    test("is what all nodes have after a deployment that died twice and was run again, with what else has changed", {
      timeout: 1_800_000,
    }, async () => {
      const { workspace } = lab;
      cluster = lab.clusterId("server1");
      members = lab.members("server1");
      old = lab.tokens();
      const before = lab.invocations();
      lab.kubernetes.must("create", "secret", "generic", "of-before", "--from-literal=a=b");

      lab.change({ of: LABELLED });
      workspace.mustQuorate("genCerts", "certs", "--new-tokens");
      expect(lab.tokens().server).not.toBe(old.server);
      expect(lab.tokens().agent).not.toBe(old.agent);
      // As the cluster gets it; and once a server has been started with it.
      await killedAt(workspace, ["lab", "deploy", "--all"], /giving the cluster a new token/);
      await killedAt(workspace, ["lab", "deploy", "--all"], /k8s is ready on server1/);
      const { code, out, err } = workspace.deploy("--all");
      expect(code, err).toBe(0);
      expect(out).toContain("agent1: deployed");

      await isWhole();
      const after = lab.invocations();
      for (const node of K3S_NODES) expect(after[node], node).not.toBe(before[node]);
      const { server: secret, agent } = lab.tokens();
      for (const server of SERVERS) {
        const file = workspace.mustOnHost(server, ["cat", "/var/lib/rancher/k3s/server/token"]);
        expect(file.endsWith(`::server:${secret}`), server).toBe(true);
        expect({
          server,
          old: taken(server, "server", "/db/info", old.server),
          own: taken(server, "server", "/db/info", secret),
          oldAgent: taken(server, "node", "/v1-k3s/readyz", old.agent),
          ownAgent: taken(server, "node", "/v1-k3s/readyz", agent),
        }).toEqual({ server, old: "401", own: "200", oldAgent: "401", ownAgent: "200" });
      }
    });

    test("is what all servers start with after a power cut, and nothing is left to be done", {
      timeout: 900_000,
    }, async () => {
      lab.workspace.mustQuorate("lab", "fault", "all", "kill");
      lab.workspace.mustQuorate("lab", "up");
      await isWhole();
      const { code, out, err } = lab.workspace.deploy("--all");
      expect(code, err).toBe(0);
      expect(out.trim().split("\n").sort()).toEqual(K3S_NODES.map((node) => `No action needed on ${node}`));
    });
  });
}
