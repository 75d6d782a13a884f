// `npm run bench -- rollout`: whole deployments in a made-up world, and how many of them in a second; what a plan with
// nothing to do costs on real hosts; how long many bare workers take, beside one; and what a client misses meanwhile.
import { Command } from "commander";
import { table } from "../../apps/terminal/table.ts";
import { LAWS, play, scheduleOf, search, traceOf } from "../../packages/simulator/src/index.ts";
import { benchInstallations } from "./installations.ts";
import { benchNoChange } from "./no-change.ts";
import { benchRolling } from "./rolling.ts";

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
  .option("--workers <list>", "install so many bare workers, with commas; none: ''", "1,30")
  .option("--install-seconds <number>", "what an installer waits, in place of a disk and a start", "30")
  .option("--runs <number>", "plans of each; the median counts", "5")
  .option("--no-rolling", "roll no update over a lab, which takes a quarter of an hour")
  .parse();
const { schedules, seed, trace, hosts, workers, installSeconds, runs, rolling } = program.opts<{
  schedules: string;
  seed: string;
  trace: boolean;
  hosts: string;
  workers: string;
  installSeconds: string;
  runs: string;
  rolling: boolean;
}>();
const [count, first] = [Number(schedules), Number(seed)];
const numbers = (list: string): readonly number[] => (list === "" ? [] : list.split(",").map(Number));
const [sizes, groups] = [numbers(hosts), numbers(workers)];
if (
  ![first, Number(runs), Number(installSeconds), ...sizes, ...groups].every(
    (number) => Number.isInteger(number) && number > 0,
  ) ||
  !(count >= 0)
) {
  program.error(
    "error: --schedules, --seed, --hosts, --workers, --install-seconds and --runs take whole numbers above zero",
    {
      exitCode: 2,
    },
  );
}

if (trace) {
  for (let one = first; one < first + count; one++) {
    for (const line of traceOf(play(scheduleOf(one)))) console.log(line);
  }
} else {
  if (sizes.length > 0) await planNothing(sizes, Number(runs));
  if (groups.length > 0) await installWorkers(groups, Number(installSeconds));
  if (rolling) for (const line of await benchRolling((said) => console.error(said))) console.log(line);
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

async function installWorkers(all: readonly number[], installSeconds: number): Promise<void> {
  const rows = [];
  for (const group of all) {
    console.error(`${group} bare ${group === 1 ? "worker" : "workers"}`);
    rows.push(await benchInstallations(group, installSeconds));
  }
  const [least] = rows;
  const lines = table(
    ["BARE WORKERS", "DEPLOYED IN", "TIMES THE FIRST", "INSTALLED AT ONCE"],
    rows.map(({ workers: number, seconds, sideBySide }) => [
      String(number),
      `${seconds.toFixed(1)} s`,
      (seconds / (least?.seconds ?? seconds)).toFixed(2),
      String(sideBySide),
    ]),
  );
  for (const line of lines) console.log(line);
  console.log(
    `The installer waits ${installSeconds} s in place of a disk and a start; all else is a deployment's own, and done by the processors of this machine.`,
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
