// `npm run bench`: what needs a lab apart from what needs nothing.
import { argv } from "node:process";

if (argv[2] === "lab") {
  argv.splice(2, 1);
  await import("./lab.ts");
} else {
  await import("./bench.ts");
}
