// Writes packages/cluster/src/nixos-options.generated.ts: `npm run generate:options`.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { writeFileAtomic } from "@quorate/files";
import { readOptions } from "./src/document.ts";
import { nixosOptionsSource } from "./src/source.ts";

const data = new URL("nixos-options.json", import.meta.url);
const target = new URL("../cluster/src/nixos-options.generated.ts", import.meta.url);

const reading = readOptions(readFileSync(data, "utf8"));
if (reading.kind === "unreadable") {
  console.error(`${reading.message}\n${reading.hint}`);
  process.exitCode = 1;
} else {
  writeFileAtomic(fileURLToPath(target), nixosOptionsSource(reading.options));
}
