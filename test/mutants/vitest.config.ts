import { resolve } from "node:path";
import { env } from "node:process";
import { defineConfig } from "vitest/config";
import { packageFiles } from "./package-files.ts";
import { isRoom, testsOf } from "./rooms.ts";

// The tests of one room for the mutation tester, which names the room. Unlike the repository's own
// configuration it builds nothing first.
const room = env["MUTANTS_ROOM"] ?? "";
if (!isRoom(room)) throw new Error(`MUTANTS_ROOM names no room: ${room}`);

export default defineConfig({
  test: {
    testTimeout: 60_000,
    setupFiles: ["test/mutants/same-laws.ts"],
    include: [...testsOf(room, packageFiles(resolve(import.meta.dirname, "../..")))],
  },
});
