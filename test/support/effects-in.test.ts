import { describe, expect, test } from "vitest";
import { effectsIn } from "./effects-in.ts";

describe("an effect is", () => {
  test.each([
    // Clocks.
    ["const now = Date.now();", "Date"],
    ["const now = new Date();", "Date"],
    ["const now = Date();", "Date"],
    ["const { now } = Date;", "Date"],
    ["const clock = Date;", "Date"],
    ["performance.now();", "performance"],
    ["process.hrtime.bigint();", "process"],
    ['import { performance } from "node:perf_hooks";', "imports performance of node:perf_hooks"],
    // Timers.
    ["setTimeout(() => {}, 1);", "setTimeout"],
    ["setInterval(tick, 1);", "setInterval"],
    ["const later = setImmediate;", "setImmediate"],
    ["globalThis.setTimeout(tick);", "globalThis"],
    [
      'import { setTimeout as wait } from "node:timers/promises";',
      "imports setTimeout of node:timers/promises",
    ],
    ['export { setTimeout } from "node:timers/promises";', "imports setTimeout of node:timers/promises"],
    ["AbortSignal.timeout(5);", "AbortSignal"],
    // Chance.
    ["Math.random();", "Math.random"],
    ["const { random } = Math;", "Math.random"],
    ["crypto.randomUUID();", "crypto"],
    ["crypto.getRandomValues(bytes);", "crypto"],
    ['import { randomUUID } from "node:crypto";', "imports randomUUID of node:crypto"],
    ['import { createHash, randomBytes as dice } from "node:crypto";', "imports randomBytes of node:crypto"],
    ['import { webcrypto } from "node:crypto";', "imports webcrypto of node:crypto"],
    ['import * as crypto from "node:crypto";', "imports node:crypto"],
    ['import crypto from "node:crypto";', "imports node:crypto"],
    ['export * from "node:crypto";', "imports node:crypto"],
    ['export * as all from "node:crypto";', "imports node:crypto"],
    // The environment.
    ["const home = process.env.HOME;", "process"],
    ["const { env } = process;", "process"],
    ["const here = import.meta.dirname;", "import.meta"],
    ['import { env } from "node:process";', "imports env of node:process"],
    ['import { hostname } from "node:os";', "imports hostname of node:os"],
    ['import { resolve } from "node:path";', "imports resolve of node:path"],
    ["names.sort((a, b) => a.localeCompare(b));", "localeCompare"],
    ["moment.toLocaleDateString();", "toLocaleDateString"],
    ["new Intl.DateTimeFormat();", "Intl"],
    // Files, processes, the network, other code.
    ['import { readFileSync } from "node:fs";', "imports readFileSync of node:fs"],
    ['import "node:fs";', "imports node:fs"],
    ['import { $ } from "zx";', "imports $ of zx"],
    ['import { $, quote } from "zx/core";', "imports $ of zx/core"],
    [
      'import { createSystemRunner } from "@quorate/command";',
      "imports createSystemRunner of @quorate/command",
    ],
    ['import { writeFileAtomic } from "@quorate/files";', "imports writeFileAtomic of @quorate/files"],
    ['import { anything } from "left-pad";', "imports anything of left-pad"],
    ['await import("./other.ts");', "import()"],
    ['require("node:fs");', "require"],
    ['fetch("https://example.org");', "fetch"],
    ["console.log(1);", "console"],
    ["eval(text);", "eval"],
    ['new Function("return 1");', "Function"],
    // Also where they stand deep in something else.
    ["const f = () => ({ at: [Date.now()] });", "Date"],
    ["const text = `${process.pid}`;", "process"],
    ["class Clock { at = Date.now(); }", "Date"],
    ["function f(now = new Date()) {}", "Date"],
    ["const o = { setTimeout };", "setTimeout"],
    ["const o = { process: process };", "process"],
  ])("%s", (text, effect) => {
    expect(effectsIn(`// one\n${text}`)).toEqual([`2: ${effect}`]);
  });
});

describe("no effect is", () => {
  test.each([
    "const then = new Date(0);",
    "const then = new Date(now.getTime() + 5);",
    "Date.UTC(2026, 0, 1); Date.parse(text);",
    "if (value instanceof Date) {}",
    "function f(now: Date): Date { return now; }",
    "Math.max(1, Math.PI);",
    'const word = "Date.now() process.env Math.random()"; // setTimeout',
    "interface Options { readonly process: string; setTimeout(): void }",
    "const options = { process: 1, crypto: 2 }; options.process; options.crypto;",
    "const { process: one } = options;",
    'import type { Server } from "node:http";',
    'import { type Stats, type Dirent } from "node:fs";',
    'export type { Stats } from "node:fs";',
    'import { createHash, type Hash } from "node:crypto";',
    'import { join } from "node:path"; import { isIP } from "node:net";',
    'import { z } from "zod"; import { quote } from "zx/core";',
    'import { lastLine, type Runner } from "@quorate/command";',
    'import { other } from "./other.ts"; export * from "./more.ts";',
    "const read: typeof process.env = {};",
  ])("%s", (text) => {
    expect(effectsIn(text)).toEqual([]);
  });
});
