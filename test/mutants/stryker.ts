import type { RoomName } from "./rooms.ts";

/** Where the tester keeps what it makes of a room: its report, and what it needs to go on from there. */
export function reportFolder(room: RoomName): string {
  return `reports/mutants/${room}`;
}

/**
 * The tester's settings for a run over `files` of one room. `fresh` forgets what earlier runs found. Mutants of
 * constants (of what runs when a file is loaded) are judged like the others.
 */
export function strykerOptions(room: RoomName, files: readonly string[], fresh: boolean): object {
  return {
    mutate: files,
    testRunner: "resident",
    plugins: ["./test/mutants/resident.mjs"],
    vitest: { configFile: "test/mutants/vitest.config.ts", related: false },
    coverageAnalysis: "perTest",
    ignoreStatic: false,
    concurrency: 2,
    // An endless loop is noticed by its count of turns. Time is for what hangs, and not for a busy machine.
    timeoutMS: 60_000,
    timeoutFactor: 4,
    incremental: true,
    incrementalFile: `${reportFolder(room)}/incremental.json`,
    force: fresh,
    // A run works on a copy of the tree; what no room's test reads stays out.
    ignorePatterns: ["/dist*", "/reports", "/nix/generated", "/test/*", "!/test/mutants"],
    tempDirName: ".stryker-tmp",
    // Stryker would rewrite tsconfig.json through an interface that TypeScript 7 lacks. Nothing reads it here.
    tsconfigFile: "no-tsconfig.json",
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: `${reportFolder(room)}/report.json` },
    allowConsoleColors: false,
    logLevel: "warn",
    // It would rather not judge constants.
    warnings: { slow: false },
  };
}
