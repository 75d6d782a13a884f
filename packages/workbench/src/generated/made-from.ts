import { access, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CLUSTER_FILES, madeFrom } from "@quorate/nixos";

/**
 * Name of the other file that a generated folder was made from: not `file`, and there beside it. `undefined` where it
 * was made from `file`, from one that is no more (it was renamed), or by a version that did not say; also where nothing
 * can be read, which whoever writes to the folder will tell.
 */
export async function otherSource(folder: string, file: string): Promise<string | undefined> {
  const text = await readFile(join(folder, CLUSTER_FILES.fingerprints), "utf8").catch(() => "");
  const source = madeFrom(text);
  if (source === undefined || source === basename(file)) return undefined;
  return await access(join(dirname(file), source)).then(
    () => source,
    () => undefined,
  );
}
