import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { testCluster } from "../testing/observations.ts";
import { refuseSshPath, sshConfig } from "./ssh-config.ts";

const folder = mkdtempSync(join(tmpdir(), "quorate-ssh-config-"));
afterAll(() => rmSync(folder, { recursive: true }));
const cluster = testCluster();

/** What the real ssh makes of it. */
function settingsOf(host: string, certificates: string, port = 22): ReadonlyMap<string, string> {
  const file = join(folder, "config");
  const text = sshConfig(
    { ...cluster, ssh: { ...cluster.ssh, port } },
    { certificates, sockets: "/tmp/q/s" },
  );
  writeFileSync(file, text);
  const printed = execFileSync("ssh", ["-G", "-F", file, "--", host], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return new Map(
    printed.split("\n").map((line) => [line.split(" ")[0] ?? "", line.split(" ").slice(1).join(" ")]),
  );
}

describe("ssh reads it as it is meant", () => {
  test("whom to talk to, and what to trust", () => {
    const settings = settingsOf("master1", "/home/me/certs");
    expect(Object.fromEntries(settings)).toMatchObject({
      hostname: "10.0.0.11",
      hostkeyalias: "master1",
      user: "root",
      port: "22",
      stricthostkeychecking: "true",
      userknownhostsfile: "/home/me/certs/operator/known_hosts",
      globalknownhostsfile: "/dev/null",
      identityfile: "/home/me/certs/operator/id_ed25519",
      batchmode: "yes",
      updatehostkeys: "false",
      forwardagent: "no",
    });
  });

  test("and everything else is said too", () => {
    expect(sshConfig(cluster, { certificates: "/certs", sockets: "/tmp/100%/s" })).toMatchInlineSnapshot(`
      "Host db1
        HostName 10.0.0.21
        HostKeyAlias db1

      Host db2
        HostName 10.0.0.22
        HostKeyAlias db2

      Host master1
        HostName 10.0.0.11
        HostKeyAlias master1

      Host master2
        HostName 10.0.0.12
        HostKeyAlias master2

      Host worker1
        HostName 10.0.0.31
        HostKeyAlias worker1

      Host *
        User root
        Port 22
        IdentityFile "/certs/operator/id_ed25519"
        UserKnownHostsFile "/certs/operator/known_hosts"
        GlobalKnownHostsFile /dev/null
        StrictHostKeyChecking yes
        UpdateHostKeys no
        BatchMode yes
        ForwardAgent no
        ConnectTimeout 10
        ServerAliveInterval 15
        ServerAliveCountMax 4
        ControlMaster auto
        ControlPath "/tmp/100%%/s/%C"
        ControlPersist 30
      "
    `);
  });

  test("a port of its own, with the key's name as genCerts writes it", () => {
    const settings = settingsOf("db1", "/home/me/certs", 2222);
    expect(settings.get("port")).toBe("2222");
    expect(settings.get("hostkeyalias")).toBe("[db1]:2222");
  });

  test.each(["/home/my certs", "/home/100%h", "/home/#1", "/home/üñí", "/home/a=b", "/home/it's"])(
    "the path %j",
    (path) => {
      expect(refuseSshPath(path)).toEqual([]);
      const known = settingsOf("db1", path).get("userknownhostsfile");
      expect(known).toBe(`${path}/operator/known_hosts`);
    },
  );

  test.each(['/a"b', "/a\\b", "/a\nb", "/a${HOME}"])(
    "the path %j cannot be written, and is refused",
    (path) => {
      expect(refuseSshPath(path)).toMatchObject([
        {
          code: "certificates-path-unusable",
          message:
            "the path of the certificates folder holds a quote, a backslash, a dollar or a control character",
          hint: "Ssh_config has no way to write such a path: rename the folder",
        },
      ]);
    },
  );
});
