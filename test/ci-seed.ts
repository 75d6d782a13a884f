import process from "node:process";
import { configureGlobal } from "fast-check";

// Whether a change may go onto main is not to be a matter of chance: laws have one seed in CI. Everywhere else each run
// looks at other examples, and prints the seed of one that fails.
if (process.env["CI"] === "true") configureGlobal({ seed: 20_261_127 });
