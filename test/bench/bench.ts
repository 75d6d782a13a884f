// `npm run bench`: what people wait for, measured. Ratios compare things measured side by side in this run;
// absolute figures say as much about the machine as about Quorate.
import { cpus } from "node:os";
import { Command } from "commander";
import { table } from "../../apps/terminal/table.ts";
import { benchCertificates, type CertificatesBenchRow } from "../../packages/pki/bench/certificates.ts";
import { benchGenerate, benchStartUp, type GenerateResult } from "./generate.ts";
import type { Measurement } from "./measure.ts";

/** Everything that one run of the benchmark found. Times are milliseconds, memory kilobytes. */
export interface BenchReport {
  readonly cores: number;
  readonly node: string;
  readonly startUp: { readonly help: Measurement; readonly node: Measurement; readonly addedMs: number };
  readonly generate: readonly GenerateResult[];
  /** From the two largest sizes: what a further node costs. */
  readonly generateMarginalMs:
    | {
        /** Wall clock, all new. */
        readonly first: number;
        /** Wall clock, nothing to do. */
        readonly again: number;
        /** Processor time in Quorate's own code, all new: what a slow disk and a busy machine leave out. */
        readonly user: number;
        /** Processor time in the kernel, all new: making, flushing and renaming the node's files. */
        readonly system: number;
      }
    | undefined;
  readonly certificates: readonly CertificatesBenchRow[];
}

const program = new Command("bench")
  .description("Measures start-up, generate and genCerts.")
  .option("--json", "print the figures as JSON", false)
  .option("--sizes <list>", "numbers of nodes, with commas", "3,30,300,1000")
  .option("--runs <number>", "runs of each measurement; the median counts", "5")
  .parse();
const { json, sizes, runs } = program.opts<{ json: boolean; sizes: string; runs: string }>();
const sizeList = sizes.split(",").map(Number);
const runCount = Number(runs);
if (![...sizeList, runCount].every((number) => Number.isInteger(number) && number > 0)) {
  program.error("error: --sizes and --runs take whole numbers above zero", { exitCode: 2 });
}

const report = await measureAll();
for (const line of json ? [JSON.stringify(report, null, 2)] : render(report)) console.log(line);

async function measureAll(): Promise<BenchReport> {
  say("start-up");
  const startUp = benchStartUp(runCount * 4);
  say(`generate for ${sizes} nodes`);
  const generate = benchGenerate(sizeList, runCount);
  say(`genCerts for ${sizes} nodes, the openssl command line beside it`);
  const certificates = await benchCertificates(sizeList, { repeat: runCount });
  return {
    cores: cpus().length,
    node: process.version,
    startUp: { ...startUp, addedMs: startUp.help.median - startUp.node.median },
    generate,
    generateMarginalMs: marginal(generate),
    certificates,
  };
}

function marginal(results: readonly GenerateResult[]): BenchReport["generateMarginalMs"] {
  const [smaller, larger] = [...results].sort((a, b) => a.nodes - b.nodes).slice(-2);
  if (smaller === undefined || larger === undefined) return undefined;
  const per = (of: (result: GenerateResult) => number) =>
    (of(larger) - of(smaller)) / (larger.nodes - smaller.nodes);
  return {
    first: per(({ first }) => first.median),
    again: per(({ again }) => again.median),
    user: per(({ first }) => first.userTime),
    system: per(({ first }) => first.systemTime),
  };
}

function render({ cores, node, startUp, generate, generateMarginalMs, certificates }: BenchReport): string[] {
  const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
  const times = (value: number) => `${value.toFixed(1)}x`;
  const megabytes = (kilobytes: number) => `${Math.round(kilobytes / 1024)} MiB`;
  return [
    `Node ${node}, ${cores} cores; medians`,
    "",
    ...table(
      ["START-UP", "MEDIAN", "FASTEST"],
      [
        ["quorate --help", ms(startUp.help.median), ms(startUp.help.fastest)],
        ["node -e 0", ms(startUp.node.median), ms(startUp.node.fastest)],
        ["added", ms(startUp.addedMs), ms(startUp.help.fastest - startUp.node.fastest)],
      ],
    ),
    "",
    ...table(
      ["GENERATE, NODES", "ALL NEW", "PER NODE", "NOTHING TO DO", "OWN CODE", "KERNEL", "PEAK MEMORY"],
      generate.map(({ nodes, first, again }) => [
        String(nodes),
        ms(first.median),
        ms(first.median / nodes),
        ms(again.median),
        ms(first.userTime),
        ms(first.systemTime),
        megabytes(Math.max(first.peakMemory, again.peakMemory)),
      ]),
    ),
    ...(generateMarginalMs === undefined
      ? []
      : [
          `A further node costs ${ms(generateMarginalMs.first)} when all is new (processor: ${ms(generateMarginalMs.user)} in Quorate's code, ${ms(generateMarginalMs.system)} in the kernel), ${ms(generateMarginalMs.again)} when nothing is to do.`,
        ]),
    "",
    ...table(
      [
        "GENCERTS, NODES",
        "CERTIFICATES",
        "ALL NEW",
        "EACH",
        "KEPT",
        "OPENSSL LOOP",
        "FASTER",
        "LEAVES ONLY",
        "BARE KEYS",
        "OF BARE",
      ],
      certificates.map((row) => [
        String(row.nodes),
        String(row.certificates),
        ms(row.totalMs),
        ms(row.perCertificateMs),
        ms(row.againMs),
        `${ms(row.opensslMs)}${row.opensslExtrapolated ? ` (from ${row.opensslSample})` : ""}`,
        times(row.timesFaster),
        times(row.leavesTimesFaster),
        ms(row.bareMs),
        times(row.timesBare),
      ]),
    ),
    "OWN CODE, KERNEL: processor time when all is new, the least of the runs; the compiler that checks types runs beside it and is not in it.",
    "FASTER: the openssl command line's time over genCerts'; LEAVES ONLY: the same without the authorities and the one RSA key.",
    "BARE KEYS: key generation and signatures alone, through WebCrypto on all cores; OF BARE: genCerts' time over it.",
  ];
}

function say(what: string): void {
  console.error(`bench: ${what}`);
}
