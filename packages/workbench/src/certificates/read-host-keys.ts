import { readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type HostName, publicKeyPath, SSH_HOST_KEY } from "@quorate/cluster";
import { secretsFolder } from "@quorate/rollout";

/**
 * Names of nodes by their public host keys, in base64, of all that are in a certificates' folder: also of nodes that
 * machines.ts does not have any more. What cannot be read is left out.
 */
export async function readHostKeys(certificates: string): Promise<ReadonlyMap<string, string>> {
  const folder = dirname(secretsFolder({ certificates }, "x" as HostName));
  const names = await readdir(folder).catch(() => []);
  const keys = await Promise.all(
    names.map(async (name): Promise<readonly (readonly [string, string])[]> => {
      const text = await readFile(`${folder}/${name}/${publicKeyPath(SSH_HOST_KEY)}`, "utf8").catch(() => "");
      const [, key] = text.split(" ");
      return key === undefined ? [] : [[key.trim(), name]];
    }),
  );
  return new Map(keys.flat());
}
