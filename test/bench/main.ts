// `npm run bench`: what needs a lab, and what takes long, apart from the rest.
import { argv } from "node:process";

if (argv[2] === "lab") {
  argv.splice(2, 1);
  await import("./lab.ts");
} else if (argv[2] === "rollout") {
  argv.splice(2, 1);
  await import("./schedules.ts");
} else {
  await import("./bench.ts");
}
