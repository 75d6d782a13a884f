import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { enterCommand } from "./enter-command.ts";

/** What comes after entering the host: what its own programs do. */
function inHost(argv: readonly string[]) {
  const command = enterCommand(1, [], argv);
  const [program = "", ...words] = command.slice(command.indexOf("env"));
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: "utf8" });
  return { status, stdout, stderr };
}

test.each<readonly [string, readonly string[], object]>([
  [
    "with its arguments as they are",
    ["printf", "%s|", "a b", "$HOME", "--"],
    { status: 0, stdout: "a b|$HOME|--|" },
  ],
  ["with its own exit code", ["false"], { status: 1, stdout: "", stderr: "" }],
  ["whose name looks like a variable's value", ["A=B"], { status: 127, stdout: "" }],
  ["whose name looks like an option", ["-n"], { status: 127, stdout: "" }],
])("a command runs %s", (_, argv, ended) => {
  expect(inHost(argv)).toMatchObject(ended);
});

test.runIf(process.getuid?.() === 0)(
  "a host comes to its end with a command in it that was stopped, as a shutdown stops all that runs",
  async () => {
    const host = spawn("unshare", ["--pid", "--mount", "--fork", "--mount-proc", "sleep", "600"]);
    const ended = once(host, "close");
    const inside = (...argv: readonly string[]) => {
      const [leader = ""] = execFileSync("pgrep", ["-P", String(host.pid)], { encoding: "utf8" }).split("\n");
      const [program = "", ...words] = enterCommand(Number(leader), [], argv);
      return { program, words };
    };
    await until(() => spawnSync("pgrep", ["-P", String(host.pid)]).status === 0);
    const command = inside("sleep", "500");
    const child = spawn(command.program, command.words, { stdio: "ignore" });
    const over = once(child, "close");
    const kill = (signal: string, ...whom: readonly string[]) => {
      const { program, words } = inside("pkill", `-${signal}`, ...whom);
      return spawnSync(program, words).status === 0;
    };
    await until(() => kill("STOP", "-f", "^sleep 500$"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    spawnSync("pkill", ["-KILL", "-P", String(host.pid)]);
    await ended;
    expect(await over).toEqual([137, null]);
  },
);

async function until(ready: () => boolean): Promise<void> {
  while (!ready()) await new Promise((resolve) => setTimeout(resolve, 100));
}
