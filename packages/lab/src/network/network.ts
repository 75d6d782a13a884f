import { existsSync } from "node:fs";
import { type Result, succeeded } from "@quorate/cluster";
import type { Argv } from "@quorate/command";
import type { LabPlan } from "../model/lab-plan.ts";
import { runAll, runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import { lanCommands, linkCommands, portCommand } from "./link-commands.ts";

/**
 * The LAN and the operator's place on it. Each is made in full or not at all: where the last step of a
 * former run is missing, it begins anew.
 */
export async function ensureNetwork(world: LabWorld, plan: LabPlan): Promise<Result<undefined>> {
  const { lan, operator } = plan;
  const lanIsUp = await isUp(world, lan.namespace, lan.bridge);
  if (!lanIsUp) {
    await deleteNamespace(world, lan.namespace);
    const made = await runAll(world, lanCommands(lan), { description: "make the LAN", machine: "lan" });
    if (!made.ok) return made;
  }
  if (lanIsUp && (await hasLink(world, plan))) return succeeded(undefined);
  await runCommand(world, ["ip", "-n", lan.namespace, "link", "delete", operator.link.port], {
    description: "unplug the operator",
  });
  await deleteNamespace(world, operator.link.namespace);
  return await runAll(world, [...linkCommands(lan, operator.link), portCommand(lan, operator.link, "up")], {
    description: "plug the operator in",
    machine: "operator",
  });
}

/** Removes a network namespace's name, and with it all that is only in there. */
export async function deleteNamespace(world: LabWorld, namespace: string): Promise<void> {
  if (!existsSync(`/run/netns/${namespace}`)) return;
  const argv: Argv = ["ip", "netns", "delete", namespace];
  await runCommand(world, argv, { description: "remove a network namespace" });
}

async function isUp(world: LabWorld, namespace: string, device: string): Promise<boolean> {
  if (!existsSync(`/run/netns/${namespace}`)) return false;
  const { stdout } = await runCommand(world, ["ip", "-n", namespace, "-o", "link", "show", device, "up"], {
    description: "look for the LAN",
  });
  return stdout !== "";
}

/** Whether the operator is plugged in as planned: its addresses, its routes, its port. */
async function hasLink(world: LabWorld, { lan, operator: { link } }: LabPlan): Promise<boolean> {
  if (!(await isUp(world, lan.namespace, link.port))) return false;
  const ask = async (...words: string[]) =>
    (
      await runCommand(world, ["ip", "-n", link.namespace, ...words], {
        description: "look for the operator",
      })
    ).stdout;
  const addresses = await ask("-o", "address", "show", "dev", link.interface);
  const routes = `${await ask("-4", "route", "show")}${await ask("-6", "route", "show")}`;
  return (
    link.addresses.every(({ cidr }) => addresses.includes(` ${cidr} `)) &&
    link.routes.every(({ to, via }) => {
      const shown = to.replace(/\/(32|128)$/, "");
      return routes.includes(`${shown} `) && via.every((hop) => routes.includes(`via ${hop} `));
    })
  );
}
