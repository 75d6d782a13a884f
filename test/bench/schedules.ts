// `npm run bench -- rollout`: whole deployments in a made-up world, and how many of them in a second.
import { Command } from "commander";
import { LAWS, play, scheduleOf, search, traceOf } from "../../packages/simulator/src/index.ts";

const program = new Command("bench rollout")
  .description("Plays schedules of the simulator until one breaks a law.")
  .option("--schedules <number>", "how many", "1000000")
  .option("--seed <number>", "that of the first", "1")
  .option("--trace", "tell each from its beginning to its end; for one of them", false)
  .parse();
const { schedules, seed, trace } = program.opts<{ schedules: string; seed: string; trace: boolean }>();
const [count, first] = [Number(schedules), Number(seed)];
if (![count, first].every((number) => Number.isInteger(number) && number > 0)) {
  program.error("error: --schedules and --seed take whole numbers above zero", { exitCode: 2 });
}

if (trace) {
  for (let one = first; one < first + count; one++) {
    for (const line of traceOf(play(scheduleOf(one)))) console.log(line);
  }
} else {
  playAll();
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
