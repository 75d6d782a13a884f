// `npm run bench -- rollout`: whole deployments in a made-up world, and how many of them in a second; and what a plan
// with nothing to do costs on real hosts.
import { Command } from "commander";
import { table } from "../../apps/terminal/table.ts";
import { LAWS, play, scheduleOf, search, traceOf } from "../../packages/simulator/src/index.ts";
import { benchNoChange } from "./no-change.ts";

const program = new Command("bench rollout")
  .description("Plays schedules of the simulator until one breaks a law.")
  .option("--schedules <number>", "how many", "1000000")
  .option("--seed <number>", "that of the first", "1")
  .option("--trace", "tell each from its beginning to its end; for one of them", false)
  .option(
    "--hosts <list>",
    "plan where nothing is to be done on so many hosts, with commas; none: ''",
    "3,30,100",
  )
  .option("--runs <number>", "plans of each; the median counts", "5")
  .parse();
const { schedules, seed, trace, hosts, runs } = program.opts<{
  schedules: string;
  seed: string;
  trace: boolean;
  hosts: string;
  runs: string;
}>();
const [count, first] = [Number(schedules), Number(seed)];
const sizes = hosts === "" ? [] : hosts.split(",").map(Number);
if (
  ![first, Number(runs), ...sizes].every((number) => Number.isInteger(number) && number > 0) ||
  !(count >= 0)
) {
  program.error("error: --schedules, --seed, --hosts and --runs take whole numbers above zero", {
    exitCode: 2,
  });
}

if (trace) {
  for (let one = first; one < first + count; one++) {
    for (const line of traceOf(play(scheduleOf(one)))) console.log(line);
  }
} else {
  if (sizes.length > 0) await planNothing(sizes, Number(runs));
  if (count > 0) playAll();
}

async function planNothing(all: readonly number[], times: number): Promise<void> {
  const rows = [];
  for (const size of all) {
    console.error(`a plan with nothing to do, ${size} hosts`);
    rows.push(await benchNoChange(size, times));
  }
  const lines = table(
    ["HOSTS", "ONE ROUND TRIP", "PLAN", "RATIO", "NIX"],
    rows.map(({ hosts: number, floor, plan, nix }) => [
      String(number),
      `${floor.toFixed(0)} ms`,
      `${plan.toFixed(0)} ms`,
      (plan / floor).toFixed(2),
      String(nix),
    ]),
  );
  for (const line of lines) console.log(line);
  console.log(
    "ONE ROUND TRIP: an ssh command that does nothing, to each host, 32 side by side. The hosts are on this machine, and what they do for their answers is done by the same processors.",
  );
}

function playAll(): void {
  const part = 5_000;
  const began = performance.now();
  let played = 0;
  let deployments = 0;
  for (let from = first; from < first + count; from += part) {
    const found = search(from, Math.min(part, first + count - from));
    played += found.schedules;
    deployments += found.deployments;
    const seconds = (performance.now() - began) / 1000;
    console.error(
      `${played} of ${count} schedules, ${deployments} deployments, ${Math.round(played / seconds)} schedules a second`,
    );
    if (found.broken === undefined) continue;
    const { law, trace: lines, seed: broken } = found.broken;
    console.log(`seed ${broken} breaks "${LAWS[law].meaning}"`);
    for (const line of lines) console.log(line);
    process.exitCode = 1;
    return;
  }
  console.log(`${played} schedules, ${deployments} deployments, no law broken but where it is known`);
}
