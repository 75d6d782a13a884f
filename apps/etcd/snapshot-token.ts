import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Node, type Problem, secretOfToken } from "@quorate/cluster";
import { SERVER_TOKEN, serversTokenFile } from "@quorate/rollout";
import type { StoredSnapshot } from "@quorate/workbench";
import { problem } from "../problem-kind.ts";

/**
 * Why a snapshot of k3s' can't be opened with the servers' token of the certificates' folder; `undefined` where it can,
 * or where none has sealed it. What is compared is told nobody.
 */
export function refuseSealedSnapshot(
  { folder, manifest }: Pick<StoredSnapshot, "folder" | "manifest">,
  nodes: readonly Pick<Node, "name">[],
  certificates: string,
): Problem | undefined {
  if (!manifest.beside.includes(SERVER_TOKEN)) return undefined;
  const own = join(folder, SERVER_TOKEN);
  const secret = secretOfToken(readFileSync(own, "utf8"));
  const others = nodes.filter(({ name }) => {
    const file = serversTokenFile({ certificates }, name);
    return !existsSync(file) || secretOfToken(readFileSync(file, "utf8")) !== secret;
  });
  if (others.length === 0) return undefined;
  return problem(
    "restore-token-differs",
    certificates,
    `the servers' token of ${others.map(({ name }) => name).join(", ")} there is another one than that of the snapshot's time, with which k3s has sealed what is in it: nothing was touched`,
    `Keep what is there elsewhere; then put ${own} in the place of ${join(certificates, "authorities", SERVER_TOKEN)}, run \`quorate genCerts ${certificates}\`, and the same command again`,
  );
}
