import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type JournalEntry, readJournal } from "@quorate/rollout";
import { type ClusterLab, NODES } from "../lab/cluster-lab.ts";
import { eventually, eventuallyAsync } from "../lab/workspace.ts";
import { type ApiClient, startApiClient, writtenKeys } from "./api-client.ts";
import { Budgets } from "./budgets.ts";
import type { FaultName } from "./matrix.ts";

/** A deployment that runs beside everything else. */
export interface Deployer {
  readonly kill: () => void;
  /** Whether it is over. */
  readonly isOver: () => boolean;
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
}

/** A cluster in a lab that is rolled and broken, and what it says of itself. */
export class FaultyLab {
  readonly #lab: ClusterLab;
  readonly #budgets: Budgets;
  #revision = 0;

  constructor(lab: ClusterLab) {
    this.#lab = lab;
    this.#budgets = new Budgets(lab);
  }

  /** An option of every node changes, and one that etcd is started anew for. */
  change(): void {
    this.#revision += 1;
    this.#lab.change({
      ofAll: `nixos: { services: { etcd: { extraConf: { MAX_TXN_OPS: "${200 + this.#revision}" } }, kubernetes: { kubelet: { extraConfig: { maxPods: ${90 + this.#revision} } } } } }`,
    });
  }

  /** A key of every node is made anew, so that a run brings secrets along. */
  renew(): void {
    const { workspace } = this.#lab;
    for (const node of NODES)
      for (const end of ["crt", "key"])
        rmSync(join(workspace.folder, `certs/hosts/${node}/scheduler.${end}`));
    workspace.mustQuorate("genCerts", "certs");
  }

  /** Deploys to all, with a journal of its own; `further`: what deploy is told beside that. */
  deploy(...further: readonly string[]): Deployer {
    // In a group of its own, since `lab deploy` starts deploy as another process: that is the one that has to die.
    const child = this.#start(["lab", "deploy", "--all", ...further], { detached: true });
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
    const isOver = () => child.exitCode !== null || child.signalCode !== null;
    const ended = once(child, "close").then(([code]) => ({ code: code as number | null, said }));
    return {
      kill: () => {
        if (child.pid === undefined || isOver()) return;
        process.kill(-child.pid, "SIGKILL");
        // Connections of ssh that are kept for others hold them for a minute yet.
        child.stdout?.destroy();
        child.stderr?.destroy();
      },
      isOver,
      ended,
    };
  }

  /** What has been written down of deployments. */
  journal(): readonly JournalEntry[] {
    return existsSync(this.#journal) ? readJournal(readFileSync(this.#journal, "utf8")) : [];
  }

  /** Begins a new journal: what it holds then is of deployments to come. */
  forgetJournal(): void {
    rmSync(this.#journal, { force: true });
  }

  /** Starts a client of the API's VIP; the promise is kept once it was told to end, with all that it has seen. */
  client(): Promise<ApiClient> {
    return startApiClient(this.#lab);
  }

  /** Breaks something; `target` is the node that is at work. */
  break(fault: FaultName, target: string, deployer: Deployer): void {
    const other = NODES.find((name) => name !== target) ?? target;
    const { workspace } = this.#lab;
    const broken: { readonly [F in FaultName]: () => void } = {
      "target-killed": () => workspace.mustQuorate("lab", "fault", target, "kill"),
      "target-partitioned": () => workspace.mustQuorate("lab", "fault", target, "partition"),
      "all-killed": () => workspace.mustQuorate("lab", "fault", "all", "kill"),
      "other-killed": () => workspace.mustQuorate("lab", "fault", other, "kill"),
      "deployer-killed": deployer.kill,
      "disk-full": () => workspace.mustQuorate("lab", "fault", target, "disk-full"),
      "etcd-frozen": () => void workspace.mustOnHost(other, signalEtcd("STOP")),
      "budget-never": () => this.#budgets.never(),
      "budget-late": () => this.#budgets.releaseLater(),
      // It is there, and stays.
      "budget-held": () => {},
    };
    broken[fault]();
  }

  /** Pods on every node, which are to leave it. */
  preparePods(): Promise<void> {
    return this.#budgets.prepare();
  }

  /** A budget that holds them. */
  async holdPods(): Promise<void> {
    await this.#budgets.hold();
  }

  /** Starts the apiserver of the first node anew, and waits until it is ready. */
  async restartApiserver(): Promise<void> {
    this.#lab.workspace.mustOnHost(NODES[0], ["systemctl", "restart", "kube-apiserver.service"]);
    await eventually("it is ready again", 120, () => this.#lab.apiserverReady(0));
  }

  /** Takes back whatever was broken. */
  async heal(): Promise<void> {
    const { workspace } = this.#lab;
    workspace.mustQuorate("lab", "fault", "all", "heal");
    this.#budgets.release();
    await eventually("every host answers again", 240, () =>
      this.#lab.masters.every((name) => workspace.onHost(name, ["true"]).code === 0),
    );
    for (const name of this.#lab.masters) workspace.onHost(name, signalEtcd("CONT"));
    let missing = this.missing();
    await eventuallyAsync("the cluster is whole again", 300, async () => {
      missing = this.missing();
      return missing.length === 0;
    }).catch((error: Error) => {
      throw new Error(`${error.message}: ${missing.join(", ")}`);
    });
  }

  /** Whether each member is healthy, each node Ready, and the API answers at its VIP. */
  isWhole(): boolean {
    return this.missing().length === 0;
  }

  /** What of that is not so. */
  missing(): readonly string[] {
    const ready = this.#lab.kubernetes.readyNodes();
    const healthy = this.#lab.healthyMembers();
    const { masters } = this.#lab;
    return [
      ...masters.filter((name) => !healthy.includes(name)).map((name) => `etcd of ${name}`),
      ...masters.filter((name) => !ready.includes(name)).map((name) => `${name} is not Ready`),
      ...(this.#lab.apiAnswers() ? [] : ["the API does not answer at its VIP"]),
    ];
  }

  /** Names of keys that the client's objects have. @throws where nobody answers */
  written(): ReadonlySet<string> {
    return writtenKeys(this.#lab);
  }

  /** The members of etcd, as it lists them: those that were started and vote, and others. */
  members(): { readonly voters: readonly string[]; readonly others: readonly string[] } {
    const { out } = this.#lab.kubernetes.etcdctl(
      this.#lab.addresses.slice(0, 1),
      "member",
      "list",
      "--write-out=json",
    );
    const { members } = JSON.parse(out) as {
      readonly members: readonly { readonly name?: string; readonly isLearner?: boolean }[];
    };
    const named = (learns: boolean) =>
      members
        .filter(({ name, isLearner }) => (name === undefined || isLearner === true) === learns)
        .map(({ name = "not started" }) => name)
        .sort();
    return { voters: named(false), others: named(true) };
  }

  /** Ids of the clusters that the members say they are of. @throws where none does */
  clusterIds(): readonly string[] {
    const { out } = this.#lab.kubernetes.etcdctl(
      this.#lab.addresses,
      "endpoint",
      "status",
      "--write-out=json",
    );
    // The numbers are too large for JavaScript's.
    const ids = [...new Set([...out.matchAll(/"cluster_id":(\d+)/g)].map(([, id]) => id ?? ""))];
    if (ids.length === 0) throw new Error("no member of etcd says of which cluster it is");
    return ids;
  }

  /** Nodes that take no pods. @throws where nobody answers */
  cordoned(): readonly string[] {
    return this.#lab.kubernetes
      .mustList<{
        readonly metadata: { readonly name: string };
        readonly spec: { readonly unschedulable?: boolean };
      }>("nodes")
      .filter(({ spec }) => spec.unschedulable)
      .map(({ metadata }) => metadata.name);
  }

  get #journal(): string {
    return join(this.#state, "quorate/journal", `${this.#lab.name}.jsonl`);
  }

  get #state(): string {
    return join(this.#lab.workspace.folder, "state");
  }

  #start(args: readonly string[], { detached = false } = {}): ChildProcess {
    const { program, folder } = this.#lab.workspace;
    return spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: "1", XDG_STATE_HOME: this.#state },
      stdio: ["ignore", "pipe", "pipe"],
      detached,
    });
  }
}

function signalEtcd(signal: "STOP" | "CONT"): readonly string[] {
  return ["systemctl", "kill", `--signal=SIG${signal}`, "etcd.service"];
}
