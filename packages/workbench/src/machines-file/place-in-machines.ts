import { readFile } from "node:fs/promises";
import type { Place, SpecPath } from "@quorate/cluster";
import { createLocator } from "./locate.ts";

/** Where a part of the definition stands in machines.ts, as far as that can be told from its text. */
export async function placeInMachines(file: string, path: SpecPath): Promise<Place> {
  const dotted = path.join(".");
  try {
    const locate = await createLocator(await readFile(file, "utf8"));
    return { where: file, path: dotted, ...locate(path) };
  } catch {
    // It could be read a moment ago. What is said of it is true all the same.
    return { where: file, path: dotted };
  }
}
