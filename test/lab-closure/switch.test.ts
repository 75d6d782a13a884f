import { existsSync, lstatSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NixWorld } from "../flake/nix.ts";
import { instantiate, realise } from "./closures.ts";
import { ClosureHost } from "./host.ts";

// Closures from real Nix, switched to on a host whose systemctl takes notes.

let world: NixWorld;
let closures: Readonly<Record<string, string>>;
let host: ClosureHost;

beforeAll(() => {
  if (process.getuid?.() !== 0) throw new Error("this test makes mount namespaces: run it as root");
  world = new NixWorld();
  const derivations = instantiate(world, "variants.nix", []);
  const built = realise(world, Object.values(derivations));
  closures = Object.fromEntries(Object.keys(derivations).map((name, index) => [name, built[index] ?? ""]));
});
afterAll(() => world?.dispose());

beforeEach(() => {
  host = new ClosureHost();
});
afterEach(() => host.dispose());

const closure = (name: string) => {
  const path = closures[name];
  if (path === undefined) throw new Error(`variants.nix has no ${name}`);
  return path;
};
/** Every switch starts the targets once more, for what they newly want. */
const targets = "start multi-user.target group.target";

describe("the first switch", () => {
  test("starts everything that the targets want", () => {
    const first = host.switch(closure("base"));
    expect(first).toMatchObject({ code: 0, did: [targets] });
    expect(first.said).toEqual([
      "activating the configuration...",
      "the following new units were started: gentle.service, group.target, listening.service, multi-user.target, ordinary.service, stubborn.service, watching.service",
    ]);
    expect(existsSync(host.at("run/units/idle.service"))).toBe(false);
  });

  test("makes /etc the system's, and replaces the folder of units", () => {
    host.switch(closure("base"));
    expect(readlinkSync(host.at("run/current-system"))).toBe(closure("base"));
    expect(readlinkSync(host.at("etc/static"))).toBe(`${closure("base")}/etc`);
    expect(readlinkSync(host.at("etc/systemd/system"))).toBe("/etc/static/systemd/system");
    expect(readlinkSync(host.at("etc/app/plain"))).toBe("/etc/static/app/plain");
    expect(readFileSync(host.at("etc/app/copied"), "utf8")).toBe("one");
    expect(statSync(host.at("etc/app/copied")).mode & 0o777).toBe(0o640);
    expect(existsSync(host.at("etc/NIXOS"))).toBe(true);
    expect(host.run("sh", "-c", `${closure("base")}/activate && hostname`).output).toBe("host\n");
  });
});

describe("a switch to a system that differs in", () => {
  const nothingMore: readonly string[] = [];
  test.each([
    ["nothing", "base", nothingMore, nothingMore],
    [
      "a service's program",
      "ordinaryProgram",
      ["stop ordinary.service", "start ordinary.service multi-user.target group.target"],
      ["stopping the following units: ordinary.service", "starting the following units: ordinary.service"],
    ],
    [
      "a service's environment",
      "ordinaryEnvironment",
      ["stop ordinary.service", "start ordinary.service multi-user.target group.target"],
      ["stopping the following units: ordinary.service", "starting the following units: ordinary.service"],
    ],
    ["a description", "ordinaryDescription", nothingMore, nothingMore],
    [
      "an order, which systemd takes for a part of the unit",
      "ordinaryOrder",
      ["stop ordinary.service", "start ordinary.service multi-user.target group.target"],
      ["stopping the following units: ordinary.service", "starting the following units: ordinary.service"],
    ],
    [
      "how to reload",
      "ordinaryReload",
      ["try-reload-or-restart ordinary.service", targets],
      ["reloading the following units: ordinary.service"],
    ],
    [
      "a service with stopIfChanged = false",
      "gentleProgram",
      ["restart gentle.service", targets],
      ["restarting the following units: gentle.service"],
    ],
    [
      "a service with restartIfChanged = false",
      "stubbornProgram",
      nothingMore,
      ["NOT restarting the following changed units: stubborn.service"],
    ],
    [
      "a service with reloadIfChanged = true",
      "listeningProgram",
      ["try-reload-or-restart listening.service", targets],
      ["reloading the following units: listening.service"],
    ],
    ["a service that does not run", "idleProgram", nothingMore, nothingMore],
    [
      "a file that a service is restarted for",
      "restartTrigger",
      ["stop watching.service", "start watching.service multi-user.target group.target"],
      ["stopping the following units: watching.service", "starting the following units: watching.service"],
    ],
    [
      "a file that a service is reloaded for",
      "reloadTrigger",
      ["try-reload-or-restart watching.service", targets],
      ["reloading the following units: watching.service"],
    ],
    ["a file that no service names", "plainFile", nothingMore, nothingMore],
    [
      "a service that is turned off",
      "removed",
      ["stop ordinary.service", targets],
      ["stopping the following units: ordinary.service"],
    ],
    ["a new service", "added", nothingMore, ["the following new units were started: fresh.service"]],
    ["a slice", "slice", nothingMore, nothingMore],
    [
      "two services",
      "two",
      [
        "stop ordinary.service",
        "restart gentle.service",
        "start ordinary.service multi-user.target group.target",
      ],
      [
        "stopping the following units: ordinary.service",
        "restarting the following units: gentle.service",
        "starting the following units: ordinary.service",
      ],
    ],
  ])("%s does what it must and no more", (_, name, did, said) => {
    host.switch(closure("base"));
    const second = host.switch(closure(name));
    expect(second.code).toBe(0);
    expect(second.did).toEqual(did.length === 0 ? [targets] : did);
    expect(second.said.filter((line) => line !== "activating the configuration...")).toEqual(said);
    expect(readlinkSync(host.at("run/current-system"))).toBe(closure(name));
    // And once more: there is nothing left to do.
    expect(host.switch(closure(name))).toMatchObject({ code: 0, did: [targets] });
  });

  test("what is added to a unit of the host's own restarts that one", () => {
    host.switch(closure("base"));
    writeFileSync(host.at("run/units/of-the-host.service"), "active\n");
    expect(host.switch(closure("dropIn")).did).toEqual(["restart of-the-host.service", targets]);
    expect(host.switch(closure("base")).did).toEqual(["restart of-the-host.service", targets]);
  });

  test("files that are gone takes them out of /etc, and no other", () => {
    host.switch(closure("base"));
    writeFileSync(host.at("etc/app/somebody-elses"), "kept");
    host.switch(closure("without"));
    expect(lstatSync(host.at("etc/app/plain")).isSymbolicLink()).toBe(true);
    for (const gone of ["app/copied", "hosts"]) expect(existsSync(host.at(`etc/${gone}`))).toBe(false);
    expect(readFileSync(host.at("etc/app/somebody-elses"), "utf8")).toBe("kept");
  });
});

describe("other actions", () => {
  test("dry-activate says what a switch would do, and does nothing", () => {
    host.switch(closure("base"));
    expect(host.switch(closure("two"), "dry-activate")).toEqual({
      code: 0,
      did: [],
      said: [
        "would stop the following units: ordinary.service",
        "would activate the configuration...",
        "would restart the following units: gentle.service",
        "would start the following units: ordinary.service",
      ],
    });
    expect(readlinkSync(host.at("run/current-system"))).toBe(closure("base"));
    expect(host.switch(closure("base"))).toMatchObject({ did: [targets] });
  });

  test("boot leaves the running system alone", () => {
    host.switch(closure("base"));
    expect(host.switch(closure("two"), "boot")).toEqual({ code: 0, did: [], said: [] });
    expect(readlinkSync(host.at("run/current-system"))).toBe(closure("base"));
  });

  test("test does what switch does", () => {
    host.switch(closure("base"));
    expect(host.switch(closure("gentleProgram"), "test").did).toEqual(["restart gentle.service", targets]);
  });

  test.each(["", "frobnicate", "--help"])("%j is refused", (action) => {
    const refused = host.switch(closure("base"), action);
    expect(refused).toMatchObject({ code: 1, did: [] });
    expect(refused.said.join()).toContain("usage:");
  });
});

describe("a switch", () => {
  test("gives folders and files their owners, and empties no folder for it", () => {
    host.switch(closure("base"));
    expect(readFileSync(host.at("run/tmpfiles"), "utf8")).toBe("tmpfiles --create --exclude-prefix=/dev\n");
  });

  test("with a unit that fails ends with 4 and names it; the next one tries again", () => {
    host.switch(closure("base"));
    host.break("ordinary.service");
    const failed = host.switch(closure("ordinaryProgram"));
    expect(failed.code).toBe(4);
    expect(failed.said).toContain("warning: the following units failed: ordinary.service");
    expect(readlinkSync(host.at("run/current-system"))).toBe(closure("ordinaryProgram"));
    host.break();
    const again = host.switch(closure("ordinaryProgram"));
    expect(again.code).toBe(0);
    expect(again.said).toContain("the following new units were started: ordinary.service");
  });

  test("whose activation fails ends with 2", () => {
    host.switch(closure("base"));
    // A folder where a file is about to be made.
    expect(host.run("mkdir", "-p", "/etc/.static.new/x").code).toBe(0);
    const failed = host.switch(closure("two"));
    expect(failed.code).toBe(2);
    expect(failed.said).toContain("Failed to run activate script");
  });

  test("that was killed half-way is finished by the next", () => {
    host.switch(closure("base"));
    // Killed right after activating: ordinary.service is stopped, gentle.service is still the old one.
    host.run("sh", "-c", `${closure("two")}/activate; rm /run/units/ordinary.service`);
    writeFileSync(host.at("run/nixos/start-list"), "ordinary.service\n");
    writeFileSync(host.at("run/nixos/restart-list"), "gentle.service\n");
    expect(host.switch(closure("two")).did).toEqual([
      "restart gentle.service",
      "start ordinary.service multi-user.target group.target",
    ]);
    expect(host.switch(closure("two")).did).toEqual([targets]);
  });

  test("waits for no other: two at once are refused", () => {
    host.switch(closure("base"));
    const program = `${closure("two")}/bin/switch-to-configuration`;
    const { code, output } = host.run(
      "flock",
      "/run/nixos/switch-to-configuration.lock",
      "sh",
      "-c",
      `${program} switch`,
    );
    expect(code).toBe(1);
    expect(output).toContain("Could not acquire lock");
  });

  test("is refused anywhere but on a host of the lab", () => {
    host.switch(closure("base"));
    rmSync(host.at("etc/quorate-lab/node"));
    expect(host.switch(closure("two"))).toEqual({
      code: 1,
      did: [],
      said: ["This is not a host of the lab"],
    });
    expect(host.run(`${closure("two")}/activate`).code).toBe(1);
    expect(readlinkSync(host.at("run/current-system"))).toBe(closure("base"));
  });
});
