import { pathToFileURL } from "node:url";
import { createJiti, type JitiOptions } from "jiti";
import { transform } from "sucrase";

/**
 * Syntax that the fast transpiler passes through but that means nothing outside an ES module. Its mere
 * mention in a comment costs a little time, no more.
 */
const NEEDS_MODULE = /\bimport\.meta\b|\bawait\b/;

/**
 * Imports a TypeScript or JavaScript file, and what it imports, in this process; `modules` answer for their
 * names. Sucrase transpiles in a twentieth of Babel's time, which a file of a thousand machines notices;
 * Babel takes over for a file that uses `import.meta` or a top-level `await`, or that Sucrase makes no
 * sense of. Throws what the file throws.
 */
export async function importModule(
  file: string,
  modules: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const options: JitiOptions = {
    fsCache: false,
    moduleCache: false,
    tryNative: false,
    interopDefault: false,
    virtualModules: { ...modules },
  };
  const id = pathToFileURL(file).href;
  try {
    return await createJiti(id, { ...options, transform: transpileFast }).import(file);
  } catch (error) {
    if (!(error instanceof NeedsBabel) && (error as Error | null)?.name !== "SyntaxError") throw error;
  }
  // Loaded late: Babel is most of this program's size.
  const { createJiti: createWithBabel } = await import("jiti/static");
  return await createWithBabel(id, options).import(file);
}

class NeedsBabel extends Error {}

const transpileFast: NonNullable<JitiOptions["transform"]> = ({ source, filename = "", ts }) => {
  if (NEEDS_MODULE.test(source)) throw new NeedsBabel();
  const { code } = transform(source, {
    transforms: ts === true || /\.[cm]?ts$/.test(filename) ? ["typescript", "imports"] : ["imports"],
    filePath: filename,
    preserveDynamicImport: true,
    disableESTransforms: true,
  });
  return { code };
};
