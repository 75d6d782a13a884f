import { DEFAULT_PORTS, failed, type Result, succeeded } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import { hostPaths } from "../model/host-paths.ts";
import type { LabPlan, MachinePlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";
import { runCommand } from "../run-command.ts";
import { waitFor } from "../wait-for.ts";
import type { LabWorld } from "../world.ts";
import { inNamespaceCommand } from "./enter-command.ts";
import { hostCommand } from "./host-command.ts";
import { machineState } from "./machine-state.ts";
import { ROUTER_UNIT } from "./router-daemon.ts";

/** How a machine answers. */
export type Readiness =
  | { readonly kind: "ready"; readonly by: "ssh" | "bgp" | "systemd" }
  | { readonly kind: "waiting" };

/** Asks a machine once, from the operator's namespace, whether it can be used: a node by ssh, a router by BGP. */
export async function askReadiness(world: LabWorld, plan: LabPlan, machine: MachinePlan): Promise<Readiness> {
  if (machine.kind === "node") {
    for (const port of new Set([machine.sshPort ?? DEFAULT_PORTS.ssh, DEFAULT_PORTS.ssh])) {
      const { stdout } = await runCommand(
        world,
        inNamespaceCommand(plan.operator.link.namespace, bannerCommand(machine.address, port)),
        { description: "look for its sshd" },
      );
      if (stdout.startsWith("SSH-")) return { kind: "ready", by: "ssh" };
    }
    return { kind: "waiting" };
  }
  const wanted =
    machine.bgp === undefined
      ? ["systemctl", "is-active", "--quiet", "multi-user.target"]
      : ["systemctl", "is-active", "--quiet", ROUTER_UNIT, "quorate-lab-routes.service"];
  const argv = hostCommand(machine, wanted);
  if (!argv.ok) return { kind: "waiting" };
  const { code } = await runCommand(world, argv.value, {
    description: "ask its systemd",
    timeoutSeconds: 5,
  });
  if (code !== 0) return { kind: "waiting" };
  return { kind: "ready", by: machine.bgp === undefined ? "systemd" : "bgp" };
}

/** Seconds until a machine must answer; thirty of them share two processors. */
const READY_SECONDS = 180;

/**
 * Waits until a machine can be used, three minutes at most; `faulty` at once where `isSilenced` says that something
 * keeps it from answering anybody. Fails with `machine-not-ready` or `machine-went-off`.
 */
export async function waitReady(
  world: LabWorld,
  plan: LabPlan,
  machine: MachinePlan,
  isSilenced: () => boolean,
): Promise<Result<"ready" | "faulty">> {
  let seenOff = 0;
  const look = async (): Promise<Result<"ready" | "faulty"> | undefined> => {
    if (isSilenced()) return succeeded("faulty");
    const { kind } = await askReadiness(world, plan, machine);
    if (kind === "ready") return succeeded("ready");
    // It was powered on before, and a reboot leaves processes that wait for it.
    seenOff = machineState(machine).kind === "off" ? seenOff + 1 : 0;
    if (seenOff < 3) return undefined;
    return failed(
      problem(
        "machine-went-off",
        machine.name,
        "it went off while it was starting",
        `Run \`quorate lab up\` again; ${hostPaths(machine.folder).bootLog} and \`quorate lab logs ${machine.name}\` say what happened.`,
      ),
    );
  };
  const seen = await waitFor(look, { seconds: READY_SECONDS, pauseMs: 200 });
  if (seen !== undefined) return seen;
  return failed(
    problem(
      "machine-not-ready",
      machine.name,
      `it did not answer ${machine.kind === "node" ? "ssh" : "as a router"} within ${READY_SECONDS} seconds`,
      `Look at \`quorate lab logs ${machine.name}\`, and into ${hostPaths(machine.folder).bootLog}.`,
    ),
  );
}

/** Prints the first line that a server sends. */
function bannerCommand(address: string, port: number): Argv {
  const script = 'exec 3<>"/dev/tcp/$0/$1" && read -r -t 8 line <&3 && printf "%s\\n" "$line"';
  return ["timeout", "10", "bash", "-c", script, address, String(port)];
}
