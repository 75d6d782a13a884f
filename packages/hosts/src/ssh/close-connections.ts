import type { HostName } from "@quorate/cluster";
import type { Runner } from "@quorate/command";
import type { DeployPaths } from "@quorate/rollout";

/** Ends the shared ssh connections to `names`. One that is not open is no matter. */
export async function closeConnections(
  run: Runner,
  paths: DeployPaths,
  names: readonly HostName[],
): Promise<void> {
  await Promise.all(
    names.map((node) =>
      run({
        node,
        description: "end the shared connection",
        argv: ["ssh", "-F", paths.sshConfig, "-O", "exit", "--", node],
        output: "silent",
      }),
    ),
  );
}
