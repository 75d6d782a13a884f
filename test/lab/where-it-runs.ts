import { TestLab } from "./lab.ts";

/** Why no lab can run on this machine; empty where it can. */
export const refusals: readonly string[] = await TestLab.refusals();

/**
 * Whether the lab's tests are left out. In CI they are not: there a machine that can run no lab is a failure, and
 * the first thing that a test's preparations expect is that `refusals` is empty.
 */
export const leftOut: boolean = refusals.length > 0 && !process.env["CI"];

if (leftOut) process.stderr.write(`The lab's tests were not run: ${refusals.join(" ")}\n`);
