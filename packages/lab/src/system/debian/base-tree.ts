import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { failed, type Result, succeeded } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import { makeBeside, removeUnfinished } from "@quorate/files";
import type { LabSettings } from "../../model/settings.ts";
import { problem } from "../../problem-kind.ts";
import { commandFailed, runCommand } from "../../run-command.ts";
import type { LabWorld } from "../../world.ts";
import { SYSTEMS } from "../system-kind.ts";
import { mirrorOf, parseSourcesList, parseSourcesStanzas } from "./apt-sources.ts";
import { finishTree } from "./finish-tree.ts";
import { recipeDigest } from "./recipe.ts";

/** Releases whose mirrors have the one that hosts are made of, too. */
const OTHER_RELEASES = ["bookworm", "stable", "oldstable", "testing"];

const DEBIAN_KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** Runs a command, and ends it when the process whose number is `$0` is gone. */
const WATCHED_SCRIPT = `
"$@" &
child=$!
while kill -0 "$child" 2>/dev/null; do
  if ! kill -0 "$0" 2>/dev/null; then
    kill -KILL "$child"
    exit 1
  fi
  sleep 0.5
done
wait "$child"
`;

/** Where the base tree of the present recipe is, or will be. */
export function baseTreeFolder({ cacheRoot, hosts }: LabSettings): string {
  return `${cacheRoot}/base/${recipeDigest(SYSTEMS[hosts].tree)}`;
}

/** Whether the base tree of the present recipe is there. */
export function hasBaseTree(settings: LabSettings): boolean {
  return existsSync(baseTreeFolder(settings));
}

/** The base tree: from the cache, or made now, which takes a minute or three. */
export async function ensureBaseTree(world: LabWorld, settings: LabSettings): Promise<Result<string>> {
  const folder = baseTreeFolder(settings);
  if (existsSync(folder)) return succeeded(folder);
  const recipe = SYSTEMS[settings.hosts].tree;
  const mirror = machineMirror(recipe.suite);
  if (mirror === undefined) {
    return failed(
      problem(
        "lab-no-mirror",
        "/etc/apt",
        `no source of Debian ${recipe.suite} is configured here, and hosts are made of its packages`,
        `Add one to /etc/apt/sources.list.d (suite ${recipe.suite}, component main) and run the same command again.`,
      ),
    );
  }
  removeUnfinished(`${settings.cacheRoot}/base`);
  world.say("base", `making the tree that all hosts share, from Debian ${recipe.suite}: about three minutes`);
  return await makeBeside(folder, async (beside) => {
    mkdirSync(beside, { recursive: true, mode: 0o755 });
    const argv: Argv = [
      "bash",
      ...["-c", WATCHED_SCRIPT, String(process.pid)],
      // In namespaces of its own: what debootstrap mounts and starts ends with it, also when it is killed.
      ...["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"],
      ...["debootstrap", "--variant=minbase", `--include=${recipe.packages.join(",")}`],
      ...(existsSync(DEBIAN_KEYS) ? [`--keyring=${DEBIAN_KEYS}`] : []),
      ...[recipe.suite, beside, mirror],
    ];
    const options = { description: "make the base tree", machine: "base" };
    const output = await world.run({
      node: undefined,
      description: options.description,
      argv,
      env: {
        ...(await proxy(world)),
        DEBIAN_FRONTEND: "noninteractive",
        PATH: `${process.env["PATH"]}:/usr/sbin:/sbin`,
      },
    });
    if (output.code !== 0) {
      return failed(
        commandFailed(["debootstrap"], { ...output, stderr: output.stderr || output.stdout }, options),
      );
    }
    finishTree(beside, recipe);
    return succeeded(folder);
  });
}

/** The mirror that this machine itself uses: nothing here names one. */
function machineMirror(suite: string): string | undefined {
  const folder = "/etc/apt/sources.list.d";
  const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");
  const parts = existsSync(folder) ? readdirSync(folder).sort() : [];
  return mirrorOf(
    [
      ...parseSourcesList(read("/etc/apt/sources.list")),
      ...parts.flatMap((name) => {
        if (name.endsWith(".list")) return parseSourcesList(read(join(folder, name)));
        return name.endsWith(".sources") ? parseSourcesStanzas(read(join(folder, name))) : [];
      }),
    ],
    suite,
    ...OTHER_RELEASES,
  );
}

/** apt's proxy, for the program that debootstrap fetches with. */
async function proxy(world: LabWorld): Promise<{ readonly [name: string]: string }> {
  const { stdout } = await runCommand(
    world,
    ["apt-config", "dump", "--format=%v%n", "Acquire::http::Proxy"],
    {
      description: "ask apt for its proxy",
    },
  );
  const address = stdout.trim().split("\n")[0] ?? "";
  return /^https?:\/\//.test(address) ? { http_proxy: address } : {};
}
