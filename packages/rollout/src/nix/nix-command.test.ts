import type { HostName } from "@quorate/cluster";
import { expect, test } from "vitest";
import { testPath } from "../testing/observations.ts";
import { TEST_PATHS as paths } from "../testing/steps.ts";
import { copyCommand, evaluateCommand, realiseCommand } from "./nix-command.ts";

const [db1, db2] = ["db1", "db2"] as HostName[] as [HostName, HostName];
const features = ["--extra-experimental-features", "nix-command flakes"];

test("all nodes are evaluated at once", () => {
  expect(
    evaluateCommand(paths, [
      { name: db1, install: true },
      { name: db2, install: false },
    ]),
  ).toEqual({
    node: undefined,
    description: "evaluate the systems",
    argv: [
      "nix",
      ...features,
      "eval",
      "--json",
      "--no-write-lock-file",
      ...paths.nixArguments,
      ...paths.flakeArguments,
      "--apply",
      expect.stringMatching(/^nodes: let pair = drv: .*; versions = config: .*; in \{ /),
      `${paths.flake}#nixosConfigurations`,
    ],
    output: "result",
  });
});

test("of each node its own system is asked for, and the versions in it", () => {
  const build = (name: string) => `nodes."${name}".config.system.build`;
  const { argv } = evaluateCommand(paths, [
    { name: db1, install: true },
    { name: db2, install: false },
  ]);
  expect(argv[argv.indexOf("--apply") + 1]).toContain(
    ` in { "db1" = { system = pair ${build("db1")}.toplevel; versions = versions nodes."db1".config; disko = pair ${build("db1")}.diskoScript; }; "db2" = { system = pair ${build("db2")}.toplevel; versions = versions nodes."db2".config; }; }`,
  );
});

test("what was evaluated is built at once, and kept from the garbage collector", () => {
  expect(realiseCommand(paths, [testPath("a.drv"), testPath("b.drv")])).toEqual({
    node: undefined,
    description: "build the systems",
    argv: [
      "nix-store",
      ...paths.nixArguments,
      "--realise",
      "--add-root",
      "/tmp/q/roots/system",
      "--indirect",
      testPath("a.drv"),
      testPath("b.drv"),
    ],
  });
});

test("a closure is copied over a connection of Nix's own", () => {
  expect(copyCommand(paths, db1, testPath("system"))).toEqual({
    node: db1,
    description: "copy the closure",
    argv: [
      "nix",
      ...features,
      "copy",
      ...paths.nixArguments,
      "--no-check-sigs",
      "--to",
      "ssh://db1",
      testPath("system"),
    ],
    env: { NIX_SSHOPTS: "-F /tmp/q/ssh_config -o ControlPath=none" },
  });
});
