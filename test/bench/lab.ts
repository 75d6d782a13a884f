// `npm run bench -- lab`: what people wait for in a lab, measured on a real one. Needs root, and takes minutes.
// What labs are made of is prepared first, unmeasured: building Kubernetes is another thing to wait for.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { labNixConfig, labSettings } from "@quorate/lab";
import { Command } from "commander";
import { table } from "../../apps/terminal/table.ts";
import { Kubernetes } from "../lab/kubernetes.ts";
import { Workspace } from "../lab/workspace.ts";
import { diskOf, memoryOfNodes } from "./lab-size.ts";
import { summarise } from "./measure.ts";

/** Everything that one run found, in milliseconds. */
interface LabBenchReport {
  /** From `lab up` on bare hosts, over `lab deploy`, to the last node that is Ready. */
  readonly firstReadyMs: number;
  /** From `lab up` on installed hosts that are off to the last node that is Ready again. */
  readonly secondReadyMs: number;
  /** Of three hosts with a cluster at work; of more with sshd alone it is `npm run bench -- rollout`'s. */
  readonly noChange: NoChange;
  /** From saved to running: generate, git add, deploy to the one node, its kubelet restarted. */
  readonly changeMs: number;
  /** MiB that the three nodes have for themselves once all of them are Ready. */
  readonly memoryMiB: number;
  /** MiB of all that is in the cache. */
  readonly cacheMiB: number;
  /** How many processes wanted a processor when it began, and when it had ended: others' as well. */
  readonly load: readonly [began: number, ended: number];
}

/** A deployment without a change, and what it can't be faster than. */
interface NoChange {
  readonly hosts: number;
  readonly deployMs: number;
  /** `ssh host true` to all of them at the same time. */
  readonly floorMs: number;
  readonly ratio: number;
}

const NODES = ["node1", "node2", "node3"] as const;
const ADDRESSES = ["10.0.0.11", "10.0.0.12", "10.0.0.13"] as const;

/** As deploy talks to hosts: by the operator's key, and only to those whose key is known. */
const SSH_OPTIONS = [
  "-F none -i certs/operator/id_ed25519 -o IdentitiesOnly=yes -o BatchMode=yes",
  "-o UserKnownHostsFile=certs/operator/known_hosts -o StrictHostKeyChecking=yes -o LogLevel=ERROR",
].join(" ");

const machines = (maxPods: number) => `import { bgp, defineCluster, node, router } from "@quorate/cluster";

const common = { interface: "enp3s0f0", disk: "/dev/nvme0n1", services: ["kubernetes", "etcd"] } as const;

export default defineCluster({
  name: "bench",
  kubeMaster: { ip: "10.0.0.100", port: 6443, loadBalancer: bgp({ asn: 64513, peers: ["router"] }) },
  network: { subnet: "10.0.0.0/24", gateway: "router", nameservers: ["1.1.1.1"] },
  machines: {
    router: router({ ip: "10.0.0.1", asn: 64512 }),
    node1: node({ ...common, ip: "${ADDRESSES[0]}" }),
    node2: node({
      ...common,
      ip: "${ADDRESSES[1]}",
      nixos: { services: { kubernetes: { kubelet: { extraConfig: { maxPods: ${maxPods} } } } } },
    }),
    node3: node({ ...common, ip: "${ADDRESSES[2]}" }),
  },
});
`;

const program = new Command("bench lab")
  .description("Measures a lab: until nodes are Ready, a deployment without a change, one with a change.")
  .option("--json", "print the figures as JSON", false)
  .option("--runs <number>", "runs of each deployment; the median counts", "5")
  .parse();
const { json, runs: runsGiven } = program.opts<{ json: boolean; runs: string }>();
const runs = Number(runsGiven);
if (!Number.isInteger(runs) || runs < 1) {
  program.error("error: --runs takes a whole number above zero", { exitCode: 2 });
}

const [began = 0] = loadavg();
const workspace = new Workspace(machines(100));
const figures = await measureLab(workspace, new Kubernetes(workspace)).finally(() => workspace.dispose());
const [ended = 0] = loadavg();
const cacheMiB = diskOf(labSettings(process.env).cacheRoot);
const report: LabBenchReport = { ...figures, cacheMiB, load: [began, ended] };
for (const line of json ? [JSON.stringify(report, null, 2)] : render(report)) console.log(line);

async function measureLab(
  workspace: Workspace,
  cluster: Kubernetes,
): Promise<Omit<LabBenchReport, "cacheMiB" | "load">> {
  workspace.generate();
  workspace.mustQuorate("genCerts", "certs");
  say("what labs are made of (the first time on a machine: about a quarter of an hour)");
  workspace.mustQuorate("lab", "prepare");

  say("until all nodes are Ready, from bare hosts");
  const firstReadyMs = await timed(async () => {
    workspace.mustQuorate("lab", "up");
    workspace.mustQuorate("lab", "deploy", "--all", "--yes");
    await cluster.allReady(NODES, 300);
  });

  const { folder } = JSON.parse(workspace.mustQuorate("lab", "status", "--json"));
  const memoryMiB = memoryOfNodes(folder);

  say("until all nodes are Ready again, from installed hosts that are off");
  workspace.mustQuorate("lab", "fault", "all", "kill");
  const secondReadyMs = await timed(async () => {
    // What is remembered of a node may be from before: its kubelet has to have spoken since.
    const start = Date.now();
    workspace.mustQuorate("lab", "up");
    while (!NODES.every((node) => cluster.heardFrom(node) > start)) await sleep(200);
    await cluster.allReady(NODES, 300);
  });

  say(`deploy without a change to ${NODES.length} hosts, and ssh to the same`);
  const noChange = measureNoChange(workspace);

  say("one option, from saved to running");
  const changes: number[] = [];
  for (let run = 0; run < Math.min(runs, 3); run++) {
    changes.push(
      await timed(async () => {
        workspace.write("machines.ts", machines(101 + run));
        workspace.generate();
        workspace.mustQuorate("lab", "deploy", "node2");
        workspace.mustOnHost("node2", ["systemctl", "is-active", "--quiet", "kubelet"]);
      }),
    );
  }

  return { firstReadyMs, secondReadyMs, noChange, memoryMiB, changeMs: summarise(changes).median };
}

function measureNoChange(workspace: Workspace): NoChange {
  // As `lab deploy` overrides them: the double of nixpkgs is a copy that says where this lab has its programs.
  const { folder } = JSON.parse(workspace.mustQuorate("lab", "status", "--json"));
  const [copy] = readdirIfThere(join(folder, "doubles"));
  const doubles = [
    `--override-input nixpkgs=path:${copy ?? "$PWD/packages/lab/nixpkgs"}`,
    "--override-input disko=path:$PWD/packages/lab/disko",
  ];
  const deploy = `${process.execPath} dist/quorate.mjs deploy --all ${doubles.join(" ")} >/dev/null`;
  const ssh = ADDRESSES.map((address) => `ssh ${SSH_OPTIONS} root@${address} true &`).join(" ");
  const floors: number[] = [];
  const deploys: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const floor = insideMs(workspace, `${ssh} wait`);
    const deployed = insideMs(workspace, deploy);
    // The first of each finds nothing in memory.
    if (run === 0) continue;
    floors.push(floor);
    deploys.push(deployed);
  }
  const deployMs = summarise(deploys).median;
  const floorMs = summarise(floors).median;
  return { hosts: ADDRESSES.length, deployMs, floorMs, ratio: deployMs / floorMs };
}

/** What a shell command takes in the operator's place, without the way there; with Nix as `lab deploy` sets it. */
function insideMs(workspace: Workspace, script: string): number {
  const nix = `NIX_CONFIG=${labNixConfig(process.env["NIX_CONFIG"], readFileSync("/etc/group", "utf8"), ["sandbox = false"])}`;
  const timing = `set -e; start=$EPOCHREALTIME; ${script}; echo "$start $EPOCHREALTIME"`;
  const [start, end] = workspace
    .mustQuorate("lab", "run", "env", nix, "bash", "-c", timing)
    .trim()
    .split(" ")
    .map(Number);
  if (start === undefined || end === undefined) throw new Error("the times are missing");
  return (end - start) * 1000;
}

function readdirIfThere(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function render({
  firstReadyMs,
  secondReadyMs,
  noChange,
  changeMs,
  ...sizes
}: LabBenchReport): readonly string[] {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return [
    ...table(
      ["IN THE LAB", "TIME"],
      [
        ["lab up and lab deploy until all nodes are Ready, hosts bare", seconds(firstReadyMs)],
        ["lab up until all nodes are Ready, hosts installed", seconds(secondReadyMs)],
        [`deploy without a change, ${noChange.hosts} hosts`, seconds(noChange.deployMs)],
        [`ssh host true, ${noChange.hosts} hosts at once`, seconds(noChange.floorMs)],
        ["one option, from saved to running", seconds(changeMs)],
      ],
    ),
    `Three masters take ${sizes.memoryMiB} MiB of memory of their own, and the cache ${sizes.cacheMiB} MiB.`,
    `The machine's load was ${sizes.load.map((load) => load.toFixed(1)).join(", and at the end ")}.`,
    `A deployment without a change takes ${noChange.ratio.toFixed(1)} times what ssh alone does, in this run.`,
  ];
}

function say(what: string): void {
  console.error(`bench: ${what}`);
}
