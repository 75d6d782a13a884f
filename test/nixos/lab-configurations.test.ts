import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { nixpkgs } from "./evaluation.ts";

const run = promisify(execFile);
const title =
  nixpkgs === undefined
    ? "labConfigurations (not run: set NIXPKGS to a nixpkgs tree)"
    : `labConfigurations, by the real NixOS in ${nixpkgs}`;
const TIMEOUT = 600_000;
const FLAGS = ["--eval", "--strict", "--json", "--readonly-mode"];

interface System {
  /** Their texts, by the units' names. */
  readonly units: Readonly<Record<string, string>>;
  readonly users: readonly string[];
  readonly sysctls: readonly string[];
  readonly firewall: object;
  readonly fileSystems: readonly string[];
  readonly assertions: readonly string[];
}

/** A node, and the host of the lab that it is made. */
type Pair = Readonly<Record<"node" | "host", System>>;

async function evaluate(modules: string): Promise<Readonly<Record<string, Pair>>> {
  const strings = {
    nixpkgs: nixpkgs ?? "",
    generated: join(import.meta.dirname, "../../nix/generated"),
  };
  const words = Object.entries(strings).flatMap(([name, value]) => ["--argstr", name, value]);
  const expression = join(import.meta.dirname, "lab-configurations.nix");
  const { stdout } = await run(
    "nix-instantiate",
    [...FLAGS, expression, ...words, "--arg", "modules", modules],
    { maxBuffer: 2 ** 28 },
  );
  return JSON.parse(stdout) as Readonly<Record<string, Pair>>;
}

/** What a unit says, whatever the hashes of the paths that it names. */
const plain = (text: string | undefined) => text?.replaceAll(/\/nix\/store\/[a-z0-9]{32}-/g, "/nix/store/");

describe.skipIf(nixpkgs === undefined)(title, () => {
  let nodes: Readonly<Record<string, Pair>>;
  beforeAll(async () => {
    nodes = await evaluate("[ ]");
  }, TIMEOUT);

  test("are hosts that NixOS has nothing against", () => {
    for (const { host } of Object.values(nodes)) expect(host.assertions).toEqual([]);
  });

  test("mount nothing: a host's disk is there before it starts", () => {
    for (const { node, host } of Object.values(nodes)) {
      expect(node.fileSystems).toEqual(["/", "/boot"]);
      expect(host.fileSystems).toEqual([]);
    }
  });

  test("have the node's users, firewall and kernel settings", () => {
    for (const { node, host } of Object.values(nodes)) {
      expect(host.users).toEqual(node.users);
      expect(host.firewall).toEqual(node.firewall);
      // The console's own: it is the machine's.
      expect(node.sysctls.filter((name) => !host.sysctls.includes(name))).toEqual(["kernel.printk"]);
    }
  });

  test("differ in these units, and in no other", () => {
    for (const { node, host } of Object.values(nodes)) {
      const names = [...new Set([...Object.keys(node.units), ...Object.keys(host.units)])].sort();
      const differ = names.filter((name) => plain(node.units[name]) !== plain(host.units[name]));
      expect({
        missing: differ.filter((name) => host.units[name] === undefined),
        added: differ.filter((name) => node.units[name] === undefined),
        otherwise: differ.filter((name) => host.units[name] !== undefined && node.units[name] !== undefined),
      }).toMatchInlineSnapshot(`
        {
          "added": [
            "quorate-lab-images.service",
          ],
          "missing": [
            "post-boot.service",
            "reload-systemd-vconsole-setup.service",
            "sleep-actions.service",
            "systemd-modules-load.service",
            "systemd-udevd.service",
          ],
          "otherwise": [
            "kube-proxy.service",
            "systemd-fsck@.service",
            "systemd-makefs@.service",
          ],
        }
      `);
    }
  });

  test(
    "say which options a container can't have",
    async () => {
      const module = `{
        boot.initrd.luks.devices.root.device = "/dev/sda2";
        fileSystems."/data" = { device = "/dev/sdb1"; fsType = "ext4"; };
        swapDevices = [ { device = "/dev/sdb2"; } ];
      }`;
      for (const { node, host } of Object.values(await evaluate(`[ ${module} ]`))) {
        expect(node.assertions).toEqual([]);
        expect(host.assertions.map((message) => message.replace(/ asks for .*/, ""))).toEqual([
          'fileSystems."/data"',
          "swapDevices",
          "boot.initrd.luks.devices",
        ]);
      }
    },
    TIMEOUT,
  );
});
