import { clusterOf } from "@quorate/cluster/testing";
import { genCerts } from "../src/index.ts";
import { NOW } from "./now.ts";

// Run by other tests as a process of its own: `<folder> <workers>`. Prints the result.
const [directory = "", workers = "0"] = process.argv.slice(2);
const result = await genCerts({
  cluster: clusterOf({ stacked: 3, workers: Number(workers) }),
  certificates: directory,
  now: NOW,
});
process.stdout.write(JSON.stringify(result));
