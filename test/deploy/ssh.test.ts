import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { SECRETS_DIRECTORY, secretFilesOfNode } from "@quorate/cluster";
import type { Command, Runner } from "@quorate/command";
import { optionsByNode } from "@quorate/nixos";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestHost } from "./host.ts";
import { layData } from "./host.ts";
import { Scene } from "./scene.ts";

// Real ssh to real sshds on loopback addresses, real nix copy between stores, real certificates.

let scene: Scene;
let node1: TestHost;
let node2: TestHost;

beforeAll(async () => {
  if (process.getuid?.() !== 0) throw new Error("this test starts sshd in namespaces: run it as root");
  if (!existsSync("/usr/sbin/sshd"))
    throw new Error("this test needs OpenSSH's server: apt-get install openssh-server");
  scene = await Scene.make();
  for (const name of ["node1", "node2"]) {
    const host = await scene.startMember(name);
    if (name === "node1") node1 = host;
    else node2 = host;
  }
});

afterAll(async () => {
  await scene?.dispose();
});

describe("an installed node", () => {
  test("gets its closure and its secrets, is activated, and no key is ever an argument", async () => {
    const seen = new ArgumentWatch(keyLines(scene, "node1"), join(scene.folder, "ssh-was-seen"));
    const run = await scene.deploy({ targets: ["node1"] }, seen.watch);
    const milestones = run.err.filter((line) =>
      / is (reachable|ready)|^\w+ modified|^Rebuilding /.test(line),
    );
    expect(milestones).toEqual([
      "node1 is reachable",
      "node2 is reachable",
      // Another system than ours: all of the node's file is new.
      "node1 modified:",
      "Rebuilding NixOS on node1",
      "k8s is ready on node1",
    ]);
    expect(run.err.join("\n")).toContain("node1: activating");
    expect(run).toMatchObject({ code: 0, out: ["node1: deployed"] });

    expect(readFileSync(node1.at("run/activations"), "utf8")).toMatch(
      /^switch \/nix\/store\/.*-node1-first-quorate-deploy-\w+\n$/,
    );
    const secrets = node1.at(SECRETS_DIRECTORY);
    const wanted = secretFilesOfNode(scene.cluster, scene.node("node1"));
    expect(readdirSync(secrets).sort()).toEqual(wanted.map(({ file }) => file).sort());
    expect(statSync(secrets).mode & 0o777).toBe(0o711);
    for (const { file, mode, owner } of wanted) {
      const { mode: actual, uid, gid } = statSync(join(secrets, file));
      expect({ file, mode: (actual & 0o777).toString(8).padStart(4, "0") }).toEqual({ file, mode });
      // `kubernetes` does not exist on this host yet: root keeps its files until the switch makes it.
      expect({ file, uid, gid }).toEqual({
        file,
        uid: owner === "etcd" ? 964 : 0,
        gid: owner === "etcd" ? 964 : 0,
      });
      expect(readFileSync(join(secrets, file), "utf8")).toBe(scene.secret("node1", file));
    }

    expect(seen.samples).toBeGreaterThan(10);
    expect(seen.sawSsh).toBe(true);
    expect(seen.leaks).toEqual([]);
    const said = [...run.out, ...run.err].join("\n");
    for (const line of keyLines(scene, "node1")) expect(said).not.toContain(line);
  });

  test("that has everything already needs no action", async () => {
    const before = readFileSync(node1.at("run/activations"), "utf8");
    const programs: string[] = [];
    const run = await scene.deploy({ targets: ["node1"] }, (runner) => (command) => {
      programs.push(command.argv[0]);
      return runner(command);
    });
    expect(run).toMatchObject({ code: 0, out: ["No action needed on node1"] });
    expect(readFileSync(node1.at("run/activations"), "utf8")).toBe(before);
    // What it was built from tells that: nothing is evaluated, and each host is asked once.
    expect(programs.filter((program) => program.startsWith("nix"))).toEqual([]);
    expect(run.err.join("\n")).not.toContain("building");
  });

  test("is built all the same where somebody asks for that", async () => {
    const run = await scene.deploy({ targets: ["node1"], evaluate: "always" });
    expect(run).toMatchObject({ code: 0, out: ["No action needed on node1"] });
    expect(run.err.join("\n")).toContain("building node1");
  });

  test("gets the one file that differs, loses the one that no longer belongs, and is not switched", async () => {
    const secrets = node1.at(SECRETS_DIRECTORY);
    const before = readFileSync(node1.at("run/activations"), "utf8");
    const untouched = statSync(join(secrets, "kubelet-client.key")).ino;
    writeFileSync(join(secrets, "etcd-peer.key"), "altered");
    writeFileSync(join(secrets, "left-over.key"), "from another time");
    const run = await scene.deploy({ targets: ["node1"] });
    expect(run).toMatchObject({ code: 0, out: ["node1: deployed"] });
    expect(readFileSync(join(secrets, "etcd-peer.key"), "utf8")).toBe(scene.secret("node1", "etcd-peer.key"));
    expect(statSync(join(secrets, "etcd-peer.key"))).toMatchObject({ uid: 964 });
    expect(statSync(join(secrets, "kubelet-client.key")).ino).toBe(untouched);
    expect(existsSync(join(secrets, "left-over.key"))).toBe(false);
    expect(readFileSync(node1.at("run/activations"), "utf8")).toBe(before);
  });

  test("whose activation fails stops everything, and is activated again by the next run", async () => {
    scene.writeFlake("second", "[ ! -e /etc/break-activation ]");
    writeFileSync(node1.at("etc/break-activation"), "");
    // What a system of ours keeps of the options that it was built from.
    const wanted = optionsByNode(scene.cluster)("node1") as { readonly networking: object };
    const networking = { ...wanted.networking, hostName: "old" };
    writeFileSync(node1.at("etc/quorate/options.json"), JSON.stringify({ ...wanted, networking }));
    const run = await scene.deploy({ targets: ["node2", "node1"] });
    rmSync(node1.at("etc/quorate/options.json"));
    expect(run.code).toBe(1);
    const from = run.err.indexOf("node1 modified:");
    expect(run.err.slice(from + 1, from + 3)).toEqual([
      "--- node1, as it runs",
      "+++ nix/generated/nodes/node1.nix",
    ]);
    expect(run.err).toContain('-    hostName = "old";');
    expect(from).toBeLessThan(run.err.indexOf("Rebuilding NixOS on node1"));
    expect(run.out).toEqual([
      "node1: failed, and taken back",
      "node2: not touched, everything is staged on it",
    ]);
    expect(run.err.join("\n")).toContain("[switch-failed]");
    // node2's closure and secrets are there, but nothing of it is in use.
    expect(existsSync(node2.at("run/activations"))).toBe(false);
    expect(readdirSync(node2.at(SECRETS_DIRECTORY))).toEqual([".incoming"]);
    expect(statSync(node2.at(`${SECRETS_DIRECTORY}/.incoming`)).mode & 0o777).toBe(0o700);

    const again = await scene.deploy({ targets: ["node1"] });
    expect(again.code).toBe(1);
    writeFileSync(node1.at("etc/mended"), "");
    scene.writeFlake("second", "[ ! -e /etc/break-activation ] || [ -e /etc/mended ]");
    const last = await scene.deploy({ targets: ["node1", "node2"] });
    expect(last).toMatchObject({ code: 0, out: ["node1: deployed", "node2: deployed"] });
    expect(existsSync(node2.at(`${SECRETS_DIRECTORY}/.incoming`))).toBe(false);
  });

  test("whose activation fails before a reboot is activated again after it, and not taken for done", async () => {
    const activations = () => readFileSync(node1.at("run/activations"), "utf8").trim().split("\n");
    scene.writeFlake("fourth", "[ ! -e /etc/break-activation ] || [ -e /etc/mended-again ] || exit 2");
    const failed = await scene.deploy({ targets: ["node1"] });
    expect(failed).toMatchObject({ code: 1, out: ["node1: failed, and taken back"] });
    expect(failed.err.join("\n")).toContain("failed with exit code 2");
    await reboot();

    // It runs and boots what it did before, and systemd knows of no failure any more.
    const before = activations().length;
    const again = await scene.deploy({ targets: ["node1"] });
    expect(again).toMatchObject({ code: 1, out: ["node1: failed, and taken back"] });
    expect(activations()).toHaveLength(before + 2);

    // Nor is it confirmed where the connection is lost before the activation has begun.
    await reboot();
    const lost = await scene.deploy({ targets: ["node1"] }, (run) => async (command) => {
      const isSwitch = command.description === "activate";
      return isSwitch ? { code: 255, stdout: "", stderr: "Connection reset" } : await run(command);
    });
    expect(lost.code).toBe(1);
    expect(lost.err.join("\n")).toContain("[verify-system]");

    writeFileSync(node1.at("etc/mended-again"), "");
    expect(await scene.deploy({ targets: ["node1"] })).toMatchObject({ code: 0, out: ["node1: deployed"] });
    await reboot();
    expect(await scene.deploy({ targets: ["node1"] })).toMatchObject({
      code: 0,
      out: ["No action needed on node1"],
    });
  });

  test("that was deployed to before anything was written down is activated once more, and then done", async () => {
    const confirmed = node1.at("var/lib/quorate/confirmed");
    const system = readlinkSync(node1.at("run/current-system"));
    const lines = `closure=${system}\nfingerprint=${scene.fingerprint("node1")}\nboot_id=`;
    expect(readFileSync(confirmed, "utf8")).toContain(lines);
    expect(statSync(confirmed).mode & 0o777).toBe(0o644);
    rmSync(confirmed);
    const once = await scene.deploy({ targets: ["node1"] });
    expect(once).toMatchObject({ code: 0, out: ["node1: deployed"] });
    expect(once.err.join("\n")).toContain("activating again (nothing on it confirms");
    expect(readFileSync(confirmed, "utf8")).toContain(lines);
    expect(readdirSync(node1.at("var/lib/quorate")).sort()).toEqual([
      "confirmed",
      "failed-before",
      "lock",
      "secrets",
      "snapshots",
      "watchdog",
    ]);
    expect(await scene.deploy({ targets: ["node1"] })).toMatchObject({
      out: ["No action needed on node1"],
    });
  });

  /** Of what was in /run there is nothing after a reboot but the system that is booted. */
  async function reboot(): Promise<void> {
    await node1.stop();
    for (const gone of ["run/units", "run/quorate-switch"]) {
      rmSync(node1.at(gone), { recursive: true, force: true });
    }
    node1 = await scene.start("node1");
    mkdirSync(node1.at("run/units"));
    writeFileSync(node1.at("run/units/etcd.service"), "active\n");
  }

  test("that received something else than was sent is not touched further", async () => {
    writeFileSync(node1.at(`${SECRETS_DIRECTORY}/etcd-peer.key`), "altered");
    const swapped =
      (run: Runner): Runner =>
      (command) =>
        run(
          command.inputFrom === undefined
            ? command
            : // As though genCerts had written between the reading and the sending.
              {
                ...command,
                inputFrom: ["tar", "--create", "--file=-", "--directory=/etc", "--", "hostname"],
              },
        );
    const run = await scene.deploy({ targets: ["node1"] }, swapped);
    expect(run.code).toBe(1);
    expect(run.err.join("\n")).toContain("[secrets-changed-on-the-way]");
    expect(readFileSync(node1.at(`${SECRETS_DIRECTORY}/etcd-peer.key`), "utf8")).toBe("altered");
    expect(await scene.deploy({ targets: ["node1"] })).toMatchObject({ code: 0, out: ["node1: deployed"] });
  });
});

describe("a cold start", () => {
  test("activates the members together: each waits for the other, as etcd does for its quorum", async () => {
    const meeting = join(scene.folder, "meeting");
    mkdirSync(meeting);
    // Neither runs, and neither answers, until both are activated.
    for (const host of [node1, node2]) {
      rmSync(host.at("run/units/etcd.service"));
      mkdirSync(host.at("run/ill"), { recursive: true });
      for (const question of ["health", "status"]) writeFileSync(host.at(`run/ill/${question}`), "");
    }
    scene.writeFlake(
      "third",
      `touch ${meeting}/$$.\${name}; while [ "$(ls ${meeting} | wc -l)" -lt 2 ]; do sleep 0.05; done; rm -f /run/ill/health /run/ill/status`,
    );
    // node3 can't be asked: it may run. That it does not is somebody's word.
    const unknown = await scene.deploy({ targets: ["node1", "node2"] });
    expect(unknown.code).toBe(1);
    expect(unknown.err.join("\n")).toMatch(/node3 could not be asked.*\[cold-start-unknown\]/);
    expect(readdirSync(meeting)).toEqual([]);
    const run = await scene.deploy({ targets: ["node1", "node2"], coldStart: true });
    expect(run).toMatchObject({ code: 0, out: ["node1: deployed", "node2: deployed"] });
    expect(readdirSync(meeting)).toHaveLength(2);
  });
});

describe("a machine with another host key", () => {
  test("is not logged in to, and is installed only by its name; then its new key is verified", async () => {
    const foreign = scene.secret("node1", "ssh_host_ed25519_key");
    const machine = await scene.start("node3", foreign);
    // The first installation of a cluster: beside members with data, whose etcd tells nothing, it is refused.
    for (const host of [node1, node2]) rmSync(host.at("var/lib/etcd"), { recursive: true });
    const refused = await scene.deploy({ targets: ["node3"] });
    expect(refused.code).toBe(2);
    expect(refused.err.join("\n")).toContain("[machine-is-another]");
    expect(refused.err.join("\n")).toContain("is node1, whose host key it shows");
    expect((await scene.deploy({ targets: ["node3"], yes: true })).code).toBe(2);
    expect(refused.err.join("\n")).toContain("/dev/disk/by-id/nvme-node3");
    expect(machine.log).not.toMatch(/Accepted publickey/);

    const log = join(scene.folder, "nixos-anywhere.log");
    const installing = scene.deploy(
      { targets: ["node3"], erase: ["node3"] },
      rebootAfterInstallation(machine),
      {
        NIXOS_ANYWHERE_LOG: log,
        NIXOS_ANYWHERE_DISK: machine.folder,
      },
    );
    const run = await installing;
    expect(run.err.join("\n")).toContain("node3: waiting for ssh");
    expect(run).toMatchObject({ code: 0, out: ["node3: deployed"] });
    const secrets = machine.at(SECRETS_DIRECTORY);
    for (const { file, mode } of secretFilesOfNode(scene.cluster, scene.node("node3"))) {
      const actual = statSync(join(secrets, file)).mode & 0o777;
      expect({ file, mode: actual.toString(8).padStart(4, "0") }).toEqual({ file, mode });
    }
    expect(statSync(secrets).mode & 0o777).toBe(0o711);
    expect(statSync(machine.at("var/lib/quorate")).mode & 0o777).toBe(0o755);
    // Nothing of the installation stays behind here.
    const extraFiles = readFileSync(log, "utf8").split("\n")[
      readFileSync(log, "utf8").split("\n").indexOf("--extra-files") + 1
    ];
    expect(extraFiles).toMatch(/\/quorate-[A-Za-z0-9]+\/installations\/node3$/);
    expect(existsSync(extraFiles ?? "")).toBe(false);
    expect(await scene.deploy({ targets: ["node3"] })).toMatchObject({
      code: 0,
      out: ["No action needed on node3"],
    });
    for (const host of [node1, node2]) layData(host);
  });

  /** Once nixos-anywhere is done, the machine comes up with the key and the system that it was given. */
  function rebootAfterInstallation(machine: TestHost): (run: Runner) => Runner {
    return (run) => async (command) => {
      const output = await run(command);
      if (command.argv[0] !== "nixos-anywhere" || output.code !== 0) return output;
      await machine.stop();
      const system = readFileSync(machine.at("installed-system"), "utf8").trim();
      const rebooted = await scene.start(
        "node3",
        readFileSync(machine.at(`${SECRETS_DIRECTORY}/ssh_host_ed25519_key`), "utf8"),
      );
      mkdirSync(rebooted.at("etc/quorate"), { recursive: true });
      // Its etcd comes into being as far as its log.
      const program =
        "#!/bin/sh\nmkdir -p /var/lib/etcd/member/wal && echo >/var/lib/etcd/member/wal/0.wal\n";
      writeFileSync(rebooted.at("run/etcd-program"), program, { mode: 0o755 });
      writeFileSync(rebooted.at("etc/quorate/fingerprint"), `${scene.fingerprint("node3")}\n`);
      symlinkSync(system, rebooted.at("run/current-system"));
      symlinkSync(system, rebooted.at("nix/var/nix/profiles/system"));
      // As nixos-install does: the closure is on the disk.
      cpSync(system, rebooted.at(system), { recursive: true });
      return output;
    };
  }
});

describe("what cannot be reached", () => {
  test("is told with its reason, and nothing is built", async () => {
    await node2.stop();
    const commands: string[] = [];
    const run = await scene.deploy({ targets: ["node1", "node2"] }, (inner) => (command) => {
      commands.push(command.argv[0]);
      return inner(command);
    });
    expect(run.code).toBe(1);
    expect(run.err.join("\n")).toMatch(/node2.*\[ssh-refused\]/);
    // git is asked, before any host is, what Nix would see of the folder.
    expect(new Set(commands)).toEqual(new Set(["git", "ssh"]));
  });
});

/** The lines of the private parts of all keys that a node gets, long enough to be no accident. */
function keyLines(from: Scene, name: string): readonly string[] {
  return secretFilesOfNode(from.cluster, from.node(name))
    .filter(({ mode }) => mode === "0600")
    .flatMap(({ file }) => from.secret(name, file).split("\n"))
    .filter((line) => line.length >= 40 && !line.startsWith("-----"));
}

/** Reads the arguments and the environment of every process while commands run. */
class ArgumentWatch {
  readonly #needles: readonly string[];
  /** Comes into being once ssh was seen. */
  readonly #mark: string;
  readonly leaks: string[] = [];
  samples = 0;
  #running = 0;
  sawSsh = false;

  constructor(needles: readonly string[], mark: string) {
    this.#needles = needles;
    this.#mark = mark;
  }

  readonly watch = (run: Runner): Runner => {
    return async (command) => {
      this.#running += 1;
      const output = run(this.#held(command)).finally(() => {
        this.#running -= 1;
      });
      // One of those that run side by side watches for all.
      if (this.#running === 1) {
        while (this.#running > 0) {
          this.#sample();
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
      }
      return await output;
    };
  };

  /** What sends secrets has something to send once it was looked at: it may take less time than a look. */
  #held(command: Command): Command {
    const { argv, inputFrom } = command;
    if (inputFrom === undefined || !argv.join(" ").includes("tar --extract")) return command;
    const script = 'until [ -e "$0" ]; do sleep 0.05; done; exec "$@"';
    return { ...command, inputFrom: ["sh", "-c", script, this.#mark, ...inputFrom] };
  }

  #sample(): void {
    this.samples += 1;
    for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
      for (const file of ["cmdline", "environ"]) {
        let text: string;
        try {
          text = readFileSync(`/proc/${pid}/${file}`, "latin1");
        } catch {
          continue;
        }
        if (file === "cmdline" && text.includes("ssh_config") && text.includes("tar --extract")) {
          this.sawSsh = true;
          writeFileSync(this.#mark, "");
        }
        if (this.#needles.some((needle) => text.includes(needle))) this.leaks.push(`${pid}/${file}`);
      }
    }
  }
}
