import type { HostName } from "@quorate/cluster";
import type { Command, CommandOutput } from "@quorate/command";
import type { DeployPaths } from "@quorate/rollout";
import { describe, expect, test } from "vitest";
import { buildSystems } from "./build-systems.ts";

const paths: DeployPaths = {
  run: "test",
  by: "me@here",
  sshConfig: "/tmp/q/ssh_config",
  certificates: "/certs",
  sockets: "/tmp/q/s",
  installations: "/tmp/q/installations",
  roots: "/tmp/q/roots",
  snapshots: "/snapshots",
  flake: "/flake",
  flakeArguments: [],
  nixArguments: [],
};
const path = (name: string) => `/nix/store/${"0".repeat(32)}-${name}`;
const pair = (name: string) => ({ drv: path(`${name}.drv`), out: path(name) });
const nodes = [
  { name: "node1" as HostName, install: true },
  { name: "node2" as HostName, install: false },
];
const versions = { etcd: "3.6.12", kubernetes: null };
const good = {
  node2: { system: pair("two"), versions },
  node1: { system: pair("one"), disko: pair("disko") },
};

async function build(
  evaluated: Partial<CommandOutput>,
  built: Partial<CommandOutput> = {},
  flake = paths.flake,
) {
  const commands: Command[] = [];
  const result = await buildSystems(
    async (command) => {
      commands.push(command);
      return { code: 0, stdout: "", stderr: "", ...(command.argv[0] === "nix" ? evaluated : built) };
    },
    { ...paths, flake },
    nodes,
  );
  return { result, commands };
}

describe("building", () => {
  test("gives each node what was evaluated under its name, in whichever order", async () => {
    const { result, commands } = await build({ stdout: JSON.stringify(good) });
    expect(result).toEqual({
      ok: true,
      value: new Map([
        [
          "node2",
          {
            closure: path("two"),
            diskoScript: undefined,
            versions: { etcd: "3.6.12", kubernetes: undefined },
          },
        ],
        ["node1", { closure: path("one"), diskoScript: path("disko") }],
      ]),
    });
    expect(commands[1]?.argv.slice(-3)).toEqual([path("two.drv"), path("one.drv"), path("disko.drv")]);
  });

  test.each<[string, Partial<CommandOutput>, Partial<CommandOutput>, string]>([
    ["an error of evaluation", { code: 1 }, {}, "evaluation-failed"],
    ["no nix", { code: 127 }, {}, "evaluation-failed"],
    ["what is no JSON", { stdout: "oops" }, {}, "evaluation-unreadable"],
    ["a node short", { stdout: JSON.stringify({ node1: good.node1 }) }, {}, "evaluation-unreadable"],
    [
      "a path that is none",
      { stdout: JSON.stringify({ ...good, node2: { system: { drv: "$(x)", out: path("x") } } }) },
      {},
      "evaluation-unreadable",
    ],
    ["a failed build", { stdout: JSON.stringify(good) }, { code: 100 }, "build-failed"],
  ])("%s", async (_, evaluated, built, code) => {
    expect((await build(evaluated, built)).result).toMatchObject({ ok: false, problems: [{ code }] });
  });

  test.each([
    ["/home/me/my cluster", true],
    ["/home/me/ünï", true],
    ["/home/me/100%", true],
    ["/home/me/it's-(mine)", false],
    ["git+ssh://git@example.org/c?dir=a", false],
  ])("tells of a folder that not every Nix takes: %s", async (flake, told) => {
    const { result } = await build({ code: 1 }, {}, flake);
    const hint = result.ok ? undefined : result.problems[0]?.hint;
    expect(/move it/.test(hint ?? "")).toBe(told);
  });
});
