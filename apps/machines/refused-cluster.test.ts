import { type ExitOf, failed, type Problem } from "@quorate/cluster";
import { afterEach, describe, expect, it, vi } from "vitest";
import { deploy } from "../deploy/deploy.ts";
import { genCerts } from "../gen-certs/gen-certs.ts";
import { generate } from "../generate/generate.ts";
import { labDownCommand } from "../lab/down.ts";
import { labPrepareCommand } from "../lab/prepare.ts";
import { labRunCommand } from "../lab/run.ts";
import { labStatusCommand } from "../lab/status.ts";
import { labUpCommand } from "../lab/up.ts";
import type { AppContext } from "../terminal/context.ts";
import { keptContext } from "../testing/context.ts";
import { deployOptions } from "../testing/deploy-options.ts";
import { loadCluster } from "./load-cluster.ts";

// What a command does whose machines.ts gives no cluster, whatever stands in the way.

vi.mock("./load-cluster.ts");

const machines = "machines.ts";
const COMMANDS: Readonly<Record<string, (context: AppContext) => Promise<number>>> = {
  generate: (context) => generate({ machines, check: false }, context),
  genCerts: (context) => genCerts({ machines, certificates: "certs" }, context),
  deploy: (context) => deploy(deployOptions({ machines, all: true, dryRun: true }), context),
  "lab prepare": (context) => labPrepareCommand({ machines }, context),
  "lab up": (context) => labUpCommand({ machines, bare: false }, context),
  "lab status": (context) => labStatusCommand({ machines }, context),
  "lab run": (context) => labRunCommand({ machines, words: ["true"] }, context),
  "lab down": (context) => labDownCommand({ machines }, context),
};

const EXITS = { failed: 1, "wrong-input": 2 } as const satisfies Record<ExitOf, number>;

function refusal(exit: ExitOf): Problem {
  return { code: "made-up", severity: "error", exit, where: machines, message: "it is no cluster" };
}

afterEach(() => vi.restoreAllMocks());

describe.each(Object.entries(COMMANDS))("%s", (name, command) => {
  it.each(Object.entries(EXITS))("ends with what the code says: %s", async (exit, code) => {
    vi.spyOn(process, "platform", "get").mockReturnValue("linux");
    vi.spyOn(process, "getuid").mockReturnValue(0);
    vi.mocked(loadCluster).mockResolvedValue(failed(refusal(exit as ExitOf)));
    const context = keptContext();
    expect(await command(context)).toBe(code);
    expect(context.lines).toEqual([]);
    const said = context.errors.filter((line) => !line.startsWith("Without machines.ts: "));
    expect(said).toEqual(["machines.ts: error: it is no cluster [made-up]"]);
    expect(context.errors.length - said.length).toBe(name === "lab down" ? 1 : 0);
  });
});
