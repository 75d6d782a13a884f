import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Cluster, type Node, secretFilesOfNode } from "@quorate/cluster";
import type { DesiredSecret, RolloutProblem } from "@quorate/rollout";

/** The digests of a node's files, or which of them can't be read. */
export type SecretsReading =
  | { readonly ok: true; readonly secrets: readonly DesiredSecret[] }
  | { readonly ok: false; readonly problems: readonly RolloutProblem[] };

/**
 * Reads the files that `node` gets, from the folder that genCerts made. Only digests are kept: from here on
 * a key goes from its file straight into ssh.
 */
export async function readSecrets(
  cluster: Cluster,
  node: Node,
  certificates: string,
): Promise<SecretsReading> {
  const secrets: DesiredSecret[] = [];
  const problems: RolloutProblem[] = [];
  for (const file of secretFilesOfNode(cluster, node)) {
    const path = `${certificates}/hosts/${node.name}/${file.file}`;
    try {
      const content = await readFile(path);
      secrets.push({ ...file, digest: createHash("sha256").update(content).digest("hex") });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      problems.push({
        code: code === "ENOENT" ? "certificate-missing" : "certificate-unreadable",
        message: `${node.name} needs ${file.file}, which ${code === "ENOENT" ? "is not there" : `cannot be read (${code})`}`,
        where: path,
        hint: `Run genCerts ${certificates}`,
      });
    }
  }
  return problems.length === 0 ? { ok: true, secrets } : { ok: false, problems };
}
