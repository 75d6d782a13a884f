import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Compiler } from "@quorate/workbench";

/** The folder that holds Quorate's own `dist/` (and `node_modules/`), found from where this file was bundled to. */
export function installationRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "dist/quorate.mjs"))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error("Quorate's own files cannot be found: dist/quorate.mjs is missing");
    folder = parent;
  }
  return folder;
}

/** The compiler that comes with Quorate, or `undefined` on a platform that it has none for. */
export function findCompiler(root: string = installationRoot()): Compiler | undefined {
  const tsc = join(root, `node_modules/@typescript/typescript-${process.platform}-${process.arch}/lib/tsc`);
  const types = join(root, "dist/types/index.d.ts");
  const typeRoot = join(root, "node_modules/@types");
  return existsSync(tsc) && existsSync(types) ? { tsc, types, typeRoot } : undefined;
}
