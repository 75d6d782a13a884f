// Builds dist/: the bundled command line, and the types of @quorate/cluster for editors.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execPath } from "node:process";
import { build } from "esbuild";
import { EXTERNAL } from "./externals.mjs";

const root = resolve(import.meta.dirname, "..");
// Built beside and then moved, so that a build that fails leaves the last good one in place.
const fresh = join(root, `dist.${process.pid}`);
process.on("exit", () => rmSync(fresh, { recursive: true, force: true }));
await build({
  absWorkingDir: root,
  entryPoints: ["apps/quorate.ts"],
  outdir: fresh,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  external: [...EXTERNAL],
  // A CommonJS package inside an ES module still calls require.
  banner: {
    js: 'import { createRequire as quorateRequire } from "node:module"; const require = quorateRequire(import.meta.url);',
  },
  logLevel: "warning",
});
execFileSync(
  execPath,
  [
    join(root, "node_modules/typescript/bin/tsc"),
    "-p",
    join(root, "scripts/tsconfig.types.json"),
    "--outDir",
    join(fresh, "types"),
  ],
  { stdio: "inherit" },
);
// What makes the folder of declarations the package that machines.ts imports from.
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const manifest = { name: "@quorate/cluster", version, type: "module", types: "./index.d.ts" };
writeFileSync(join(fresh, "types/package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
// Two renames: whoever runs Quorate meanwhile finds nothing for a moment, not for as long as a removal takes.
const old = `${fresh}.old`;
process.on("exit", () => rmSync(old, { recursive: true, force: true }));
if (existsSync(join(root, "dist"))) renameSync(join(root, "dist"), old);
renameSync(fresh, join(root, "dist"));
