import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Cluster,
  FORMER_SERVER_TOKENS,
  failed,
  type Node,
  secretFilesOfNode,
  succeeded,
} from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { type DesiredSecret, SERVER_TOKEN, secretsFolder } from "@quorate/rollout";
import { problem, type WorkbenchProblem, type WorkbenchResult } from "../problem-kind.ts";

/**
 * Reads the files that `node` gets, from the folder that genCerts made. Only digests are kept: from here on
 * a key goes from its file straight into ssh.
 */
export async function readSecrets(
  cluster: Cluster,
  node: Node,
  certificates: string,
): Promise<WorkbenchResult<readonly DesiredSecret[]>> {
  const folder = secretsFolder({ certificates }, node.name);
  const secrets: DesiredSecret[] = [];
  const missing: string[] = [];
  const unreadable: string[] = [];
  for (const file of secretFilesOfNode(cluster, node)) {
    try {
      const content = await readFile(`${folder}/${file.file}`);
      const before = file.file === SERVER_TOKEN ? await formerTokens(certificates) : [];
      secrets.push({ ...file, digest: digestOf(content), ...(before.length === 0 ? {} : { before }) });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      if (code === "ENOENT") missing.push(file.file);
      else unreadable.push(`${file.file} (${code})`);
    }
  }
  // One problem says it for all files of a node: they have one cause, and one remedy.
  const problems: WorkbenchProblem[] = [];
  const hint = `Run \`quorate genCerts ${shellWord(certificates)}\``;
  if (missing.length > 0) {
    const what = `${missing.join(", ")}, which ${missing.length === 1 ? "is" : "are"} not there`;
    problems.push(problem("certificate-missing", folder, `${node.name} needs ${what}`, hint));
  }
  if (unreadable.length > 0) {
    const what = `${unreadable.join(", ")}, which cannot be read`;
    problems.push(problem("certificate-unreadable", folder, `${node.name} needs ${what}`, hint));
  }
  return problems.length > 0 ? failed(...problems) : succeeded(secrets);
}

/** Digests of what the servers' token was before, as a file of its own each. */
async function formerTokens(certificates: string): Promise<readonly string[]> {
  try {
    const text = await readFile(join(certificates, FORMER_SERVER_TOKENS), "utf8");
    return text
      .split(/(?<=\n)/)
      .filter((line) => line.endsWith("\n"))
      .map(digestOf);
  } catch (error) {
    // It may be kept elsewhere, as the authorities' keys: then no token was replaced on purpose.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return [];
  }
}

function digestOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
