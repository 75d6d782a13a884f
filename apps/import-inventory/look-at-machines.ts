import { failed, type HostName, type Result, succeeded } from "@quorate/cluster";
import { type Command, type CommandOutput, lastLine, type Runner } from "@quorate/command";
import {
  type Answered,
  adoptionScript,
  type HostAnswer,
  type Inventory,
  type InventoryNode,
  readHostAnswer,
} from "@quorate/inventory";
import { SSH_LOST } from "@quorate/rollout";
import { problem } from "../problem-kind.ts";

/**
 * Asks every machine of an inventory, side by side, each by one command that changes nothing. ssh is the operator's own,
 * with their configuration and known_hosts: a machine whose key is not known there is not asked.
 */
export async function lookAtMachines(
  { nodes }: Inventory,
  privateKey: string | undefined,
  run: Runner,
): Promise<Result<Answered>> {
  const looks = await Promise.all(
    nodes.map(async (node) => ({ node, looked: readLook(node, await run(lookCommand(node, privateKey))) })),
  );
  const problems = looks.flatMap(({ looked }) => (looked.ok ? [] : looked.problems));
  if (problems.length > 0) return failed(...problems);
  return succeeded(
    new Map(looks.flatMap(({ node, looked }) => (looked.ok ? [[node.address, looked.value] as const] : []))),
  );
}

/** Looks at a machine of an inventory. */
function lookCommand({ name, address }: InventoryNode, privateKey: string | undefined): Command {
  const options = ["BatchMode=yes", "StrictHostKeyChecking=yes", "ConnectTimeout=10"];
  return {
    node: name as HostName,
    description: `look at ${address}`,
    argv: [
      "ssh",
      ...options.flatMap((option) => ["-o", option]),
      ...(privateKey === undefined ? [] : ["-i", privateKey]),
      "-l",
      "root",
      "--",
      address,
      adoptionScript(),
    ],
    timeoutSeconds: 90,
    output: "silent",
  };
}

function readLook({ address, place }: InventoryNode, output: CommandOutput): Result<HostAnswer> {
  const { code, stdout, stderr } = output;
  const answer = readHostAnswer(stdout, address);
  if (answer !== undefined && code === 0) return succeeded(answer);
  const why = lastLine(stderr) || `: it ended with ${code ?? "nothing, in 90 seconds"}`;
  const message = `${address} could not be asked${why}`;
  return failed(problem("adoption-not-asked", place, message, hintOf(address, code, stderr)));
}

function hintOf(address: string, code: number | undefined, stderr: string): string {
  if (/host key|REMOTE HOST IDENTIFICATION/i.test(stderr)) {
    return `Its key is not the one in your known_hosts, or in none. Connect once by hand, \`ssh root@${address}\`, compare the fingerprint with that of the machine, and run the same command again.`;
  }
  if (code === SSH_LOST) {
    return "Root logs in by a key of your ssh-agent or your ssh configuration, or by --private-key. Without --from-cluster no machine is asked.";
  }
  return "It takes a shell, and root. Without --from-cluster no machine is asked.";
}
