import { setTimeout as sleep } from "node:timers/promises";
import { failed, type Result, succeeded } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import { hostPaths } from "../model/host-paths.ts";
import type { LabPlan, MachinePlan } from "../model/lab-plan.ts";
import { problem } from "../problem-kind.ts";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { inNamespaceCommand } from "./enter-command.ts";
import { hostCommand } from "./host-command.ts";
import { faultsOf, machineState } from "./machine-state.ts";

/** How a machine answers. */
export type Readiness =
  | { readonly kind: "ready"; readonly by: "ssh" | "bgp" | "systemd" }
  | { readonly kind: "waiting" };

/** Asks a machine once, from the operator's namespace, whether it can be used: a node by ssh, a router by BGP. */
export async function askReadiness(world: LabWorld, plan: LabPlan, machine: MachinePlan): Promise<Readiness> {
  if (machine.kind === "node") {
    for (const port of new Set([machine.sshPort ?? 22, 22])) {
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
      : ["systemctl", "is-active", "--quiet", "quorate-lab-bgp.service", "quorate-lab-routes.service"];
  const argv = hostCommand(machine, wanted);
  if (!argv.ok) return { kind: "waiting" };
  const { code } = await runCommand(world, argv.value, {
    description: "ask its systemd",
    timeoutSeconds: 5,
  });
  if (code !== 0) return { kind: "waiting" };
  return { kind: "ready", by: machine.bgp === undefined ? "systemd" : "bgp" };
}

/** Waits until a machine can be used. One with a fault that keeps it from answering is not waited for. */
export async function waitReady(
  world: LabWorld,
  plan: LabPlan,
  machine: MachinePlan,
  timeoutSeconds: number,
): Promise<Result<"ready" | "faulty">> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  let seenOff = 0;
  while (performance.now() < deadline) {
    if (faultsOf(machine).some((fault) => fault === "freeze" || fault === "partition"))
      return succeeded("faulty");
    const { kind } = await askReadiness(world, plan, machine);
    if (kind === "ready") return succeeded("ready");
    // It was powered on before, and a reboot leaves processes that wait for it.
    seenOff = machineState(machine).kind === "off" ? seenOff + 1 : 0;
    if (seenOff === 3) {
      return failed(
        problem(
          "machine-went-off",
          machine.name,
          "it went off while it was starting",
          `Run \`quorate lab up\` again; ${hostPaths(machine.folder).bootLog} and \`quorate lab logs ${machine.name}\` say what happened.`,
        ),
      );
    }
    await sleep(200);
  }
  return failed(
    problem(
      "machine-not-ready",
      machine.name,
      `it did not answer ${machine.kind === "node" ? "ssh" : "as a router"} within ${timeoutSeconds} seconds`,
      `Look at \`quorate lab logs ${machine.name}\`, and into ${hostPaths(machine.folder).bootLog}.`,
    ),
  );
}

/** Prints the first line that a server sends. */
function bannerCommand(address: string, port: number): Argv {
  const script = 'exec 3<>"/dev/tcp/$0/$1" && read -r -t 2 line <&3 && printf "%s\\n" "$line"';
  return ["timeout", "3", "bash", "-c", script, address, String(port)];
}
