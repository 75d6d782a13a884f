import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClusterLab } from "../cluster-lab.ts";

/** Nobody lets in who has certificates of another authority. */
export function foreignCertificates(lab: ClusterLab): void {
  describe("a certificate of another cluster", () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "quorate-foreign-"));
      lab.workspace.mustQuorate("genCerts", folder);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    const foreign = (name: string) => [
      "--cert",
      join(folder, `operator/${name}.crt`),
      "--key",
      join(folder, `operator/${name}.key`),
    ];
    const own = (name: string) => [
      "--cert",
      join(lab.workspace.folder, `certs/operator/${name}.crt`),
      "--key",
      join(lab.workspace.folder, `certs/operator/${name}.key`),
    ];
    const namespaces = "https://10.0.0.11:6443/api/v1/namespaces";
    const trusting = (authority: string) => [
      "--cacert",
      join(lab.workspace.folder, "certs/operator", authority),
    ];

    test("is not let in by an apiserver, as ours is", async () => {
      const status = ["--output", "/dev/null", "--write-out", "%{http_code}"];
      await expect
        .poll(() => lab.curl(...trusting("kubernetes-ca.crt"), ...status, ...own("admin"), namespaces).out)
        .toBe("200");
      expect(lab.curl(...trusting("kubernetes-ca.crt"), ...status, ...foreign("admin"), namespaces).out).toBe(
        "401",
      );
      // Nobody in particular, which is for the health checks alone.
      expect(lab.curl(...trusting("kubernetes-ca.crt"), ...status, namespaces).out).toBe("401");
    });

    test("is refused by etcd, as ours is not", async () => {
      const health = "https://10.0.0.11:2379/health";
      await expect
        .poll(() => lab.curl(...trusting("etcd-ca.crt"), ...own("etcd-healthcheck-client"), health).out)
        .toContain("true");
      const began = lab.workspace.mustOnHost("node1", ["date", "+@%s"]);
      for (const credentials of [foreign("etcd-healthcheck-client"), []]) {
        const refused = lab.curl(...trusting("etcd-ca.crt"), ...credentials, health);
        expect(refused.out).toBe("");
        expect(refused.code).not.toBe(0);
      }
      // The server hangs up; why, it says at home, a moment later.
      const said = () =>
        lab.workspace.mustOnHost("node1", ["journalctl", "--unit=etcd", `--since=${began}`, "--output=cat"]);
      await expect
        .poll(said)
        .toMatch(
          /rejected connection .*tls: failed to verify certificate: x509: certificate signed by unknown authority/,
        );
      await expect.poll(said).toMatch(/rejected connection .*tls: client didn't provide a certificate/);
    });

    test("makes a host a stranger to which nothing is sent", () => {
      const said = lab.workspace.deploy("node1", "--certs", folder);
      expect(said.code).toBe(2);
      expect(said.err).toContain("machine-alive");
    });
  });
}
