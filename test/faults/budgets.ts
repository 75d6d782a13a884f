import { join } from "node:path";
import { type ClusterLab, NODES } from "../lab/cluster-lab.ts";
import { budget, deployment } from "../lab/objects.ts";
import { answered, eventually } from "../lab/workspace.ts";

/** Seconds after which a budget that is met late is met. */
const LATE = 40;

/** Pods on every node of a lab, and budgets that hold them there. */
export class Budgets {
  readonly #lab: ClusterLab;
  #release: NodeJS.Timeout | undefined;

  constructor(lab: ClusterLab) {
    this.#lab = lab;
  }

  /** Two pods a node, which nothing holds. */
  async prepare(): Promise<void> {
    this.#apply(deployment("held", 2 * NODES.length));
    await eventually("there are pods on every node", 120, () => {
      const pods = this.#ready();
      return (
        pods.length === 2 * NODES.length && NODES.every((name) => pods.some(({ node }) => node === name))
      );
    });
  }

  /** One pod of each node that has some is what a budget lets nobody take away, as a database's primary is. */
  async hold(): Promise<void> {
    const { kubernetes } = this.#lab;
    const primaries = await answered("one pod of each node is marked", 120, () => {
      kubernetes.must("label", "pod", "--selector=role=primary", "role-");
      const pods = this.#ready();
      const chosen = NODES.flatMap((node) => pods.find((pod) => pod.node === node) ?? []);
      // One that was about to leave, since its node was drained, may be gone by now.
      for (const { name } of chosen) kubernetes.must("label", "pod", name, "role=primary");
      return chosen;
    });
    // Of all that the Deployment makes, these alone count: that others may take their place is why it is no refusal.
    this.#apply(budget("held", { app: "held", role: "primary" }, { minAvailable: primaries.length }));
  }

  /** One that can never be met: it wants all that there are. */
  never(): void {
    this.#apply(budget("held", { app: "held" }, { maxUnavailable: 0 }));
  }

  /** What holds pods lets them go in a while. */
  releaseLater(): void {
    this.#release = setTimeout(() => this.#remove("poddisruptionbudget"), LATE * 1000);
  }

  /** Nothing is left of this. */
  release(): void {
    clearTimeout(this.#release);
    this.#remove("poddisruptionbudget,deployment");
  }

  #ready() {
    return this.#lab.kubernetes.pods("--selector=app=held").filter((pod) => pod.ready);
  }

  #remove(kinds: string): void {
    this.#lab.kubernetes.kubectl("delete", kinds, "held", "--ignore-not-found", "--wait=false");
  }

  #apply(item: object): void {
    this.#lab.workspace.write("held.json", JSON.stringify(item));
    this.#lab.kubernetes.must("apply", "--filename", join(this.#lab.workspace.folder, "held.json"));
  }
}
