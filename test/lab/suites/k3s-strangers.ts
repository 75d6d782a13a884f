import { describe, expect, test } from "vitest";
import { FOLDER, type K3sLab } from "../k3s-lab.ts";

/** Who is to join. */
const JOINS = "server3";
/** Where it may look for a server: two others, and the VIP. */
const SERVERS_OF_ITS = ["10.0.0.11", "10.0.0.12", "10.0.0.100"];
/** Where something answers that is no k3s, on the machine itself. */
const PORT = 7443;

/** Whoever is to join meets something at the servers' address that is no k3s: nothing is founded, and nobody is taken for it. */
export function strangers(lab: K3sLab): void {
  const shell = (...lines: readonly string[]) =>
    lab.workspace.mustOnHost(JOINS, ["sh", "-c", ["set -eu", ...lines].join("\n")]);
  const rules = (what: "-I" | "-D") =>
    SERVERS_OF_ITS.map(
      (address) =>
        `iptables -t nat ${what} OUTPUT -p tcp -d ${address} --dport 6443 -j REDIRECT --to-ports ${PORT}`,
    ).join("\n");
  /** From now on a web server answers there to this machine alone, with a certificate of its own. */
  const putBefore = () =>
    shell(
      "cd /run",
      "openssl req -x509 -newkey rsa:2048 -nodes -keyout stranger.key -out stranger.crt -days 2 -subj /CN=printer 2>/dev/null",
      `systemd-run --quiet --unit=stranger openssl s_server -accept ${PORT} -key /run/stranger.key -cert /run/stranger.crt -www -quiet`,
      rules("-I"),
      "sleep 1",
      `curl --silent --insecure --max-time 10 https://${SERVERS_OF_ITS[0]}:6443/ping | grep -v pong >/dev/null`,
    );
  const takeAway = () => shell(rules("-D"), "systemctl stop stranger");

  describe("something that answers where a server should, and is no k3s", () => {
    test("is told, and not joined, by a server that has lost its data: it founds nothing, and joins once that is gone", {
      timeout: 1_200_000,
    }, async () => {
      const { workspace } = lab;
      const cluster = lab.clusterId("server1");
      shell("systemctl stop k3s", `rm -rf ${FOLDER} /etc/rancher`);
      putBefore();
      const refused = workspace.deploy(JOINS, "--erase", JOINS);
      expect(refused.code, refused.err).toBe(1);
      expect(refused.err).toContain("[server-not-ours]");
      expect(refused.err).toContain("is no k3s");
      expect(workspace.onHost(JOINS, ["ls", `${FOLDER}/server/db`]).code).not.toBe(0);
      expect(workspace.onHost(JOINS, ["systemctl", "is-active", "k3s"]).out.trim()).toBe("inactive");
      expect(workspace.onHost(JOINS, ["ls", "/run/quorate-k3s/start"]).code).not.toBe(0);

      takeAway();
      const { code, err } = workspace.deploy(JOINS, "--erase", JOINS);
      expect(code, err).toBe(0);
      await lab.allReady(240);
      expect(lab.clusterId(JOINS)).toBe(cluster);
    });
  });
}
