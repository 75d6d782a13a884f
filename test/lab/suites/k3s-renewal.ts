import { describe, expect, test } from "vitest";
import { FOLDER, K3S_NODES, type K3sLab, SERVERS } from "../k3s-lab.ts";
import { eventually } from "../workspace.ts";

/** A setting of the lab's stand-in, and none of k3s': for how many seconds the certificates are that it issues. */
const LIFETIME = "QUORATE_STAND_IN_CERTIFICATE_SECONDS";
const DROP_IN = "/run/systemd/system/k3s.service.d/short-lived.conf";

/** With so much left k3s renews what it has issued, when it is started. */
const RENEWS_WITHIN = 120 * 86_400;
/** For so long what was issued is not due yet: k3s is started meanwhile. */
const SPARE = 90;

/** What a certificate that a host shows at a port is, and until when. */
interface Shown {
  readonly serial: string;
  readonly days: number;
}

/** Certificates that k3s has issued, and that end soon: said, and renewed by a deployment that has nothing else to do. */
export function plannedRenewal(lab: K3sLab): void {
  const shown = (node: string, port: number): Shown => {
    const asked = `openssl s_client -connect $(hostname -I | tr ' ' '\n' | grep ^10.0.0.1[1-4]$):${port} </dev/null 2>/dev/null | openssl x509 -noout -serial -enddate`;
    const said = lab.workspace.mustOnHost(node, ["bash", "-c", asked]);
    const [, serial = "", end = ""] = /^serial=(\S+)\nnotAfter=(.*)$/.exec(said) ?? [];
    return { serial, days: Math.round((Date.parse(end) - Date.now()) / 86_400_000) };
  };
  /** Of each node its kubelet's, of servers etcd's for its peers as well. */
  const served = () =>
    Object.fromEntries(
      K3S_NODES.flatMap((node) =>
        (node === "agent1" ? [10250] : [10250, 2380]).map(
          (port) => [`${node}:${port}`, shown(node, port)] as const,
        ),
      ),
    );
  const shell = (node: string, ...lines: readonly string[]) =>
    lab.workspace.mustOnHost(node, ["sh", "-c", ["set -eu", ...lines].join("\n")]);

  describe("certificates that k3s has issued, and that end within 120 days", () => {
    test("are told by status and plan, and renewed by a deployment that restarts one server after another, then the agent", {
      timeout: 1_500_000,
    }, async () => {
      const { workspace } = lab;
      // Made for a year, all of them go, and a start makes others for 120 days and a little; what comes after is for a year.
      for (const server of SERVERS) {
        shell(
          server,
          `mkdir -p "$(dirname ${DROP_IN})"`,
          `printf '[Service]\nEnvironment=${LIFETIME}=${RENEWS_WITHIN + SPARE}\n' >${DROP_IN}`,
          "systemctl daemon-reload; systemctl stop k3s",
          `cd ${FOLDER}/server/tls`,
          'for file in *.crt etcd/*.crt; do case $file in *-ca.crt | *-ca.*.crt) ;; *) rm "$file" ;; esac; done',
          "systemctl start k3s",
        );
        await eventually(`${server} serves`, 240, () => lab.asked(server, "/readyz") === "ok 200");
      }
      shell("agent1", "systemctl restart k3s");
      await lab.allReady(240);
      for (const server of SERVERS) shell(server, `rm ${DROP_IN}`, "systemctl daemon-reload");

      await eventually("they are due", 300, () => {
        const { out } = workspace.asOperator("status");
        return K3S_NODES.every((node) => out.includes(`\`quorate deploy ${node}\` restarts k3s there`));
      });
      const status = workspace.asOperator("status").out;
      expect(status.match(/certificates of k3s: \S+( \S+)* ends in 119 days \([-0-9]+\)/g)).toHaveLength(4);
      const plan = workspace.asOperator("plan");
      expect(plan.code, plan.err).toBe(0);
      for (const node of K3S_NODES) {
        expect(plan.out).toContain(`restart k3s on ${node}`);
      }
      const [before, old] = [lab.invocations(), served()];
      expect(Object.values(old).map(({ days }) => days)).toEqual(Object.values(old).map(() => 120));
      const boots = K3S_NODES.map((node) =>
        workspace.mustOnHost(node, ["cat", "/proc/sys/kernel/random/boot_id"]),
      );

      const { code, out, err } = workspace.deploy("--all");
      expect(code, err).toBe(0);
      expect(out).not.toContain("No action needed");
      const told = err.split("\n");
      const order = told.flatMap((line) => /^k8s is ready on (\S+)$/.exec(line)?.[1] ?? []);
      expect(order.slice(0, 3).sort(), err).toEqual([...SERVERS]);
      expect(order[3], err).toBe("agent1");
      await lab.allReady(240);
      const after = lab.invocations();
      for (const node of K3S_NODES) expect(after[node], node).not.toBe(before[node]);
      expect(
        K3S_NODES.map((node) => workspace.mustOnHost(node, ["cat", "/proc/sys/kernel/random/boot_id"])),
      ).toEqual(boots);
      for (const [place, now] of Object.entries(served())) {
        expect(now.days, place).toBe(365);
        expect(now.serial, place).not.toBe(old[place]?.serial);
      }
      expect(workspace.asOperator("status").out).not.toContain("certificates of k3s");
      const again = workspace.deploy("--all");
      expect(again.out.trim().split("\n").sort()).toEqual(
        K3S_NODES.map((node) => `No action needed on ${node}`),
      );
    });
  });
}
