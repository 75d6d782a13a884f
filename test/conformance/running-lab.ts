import { rmSync } from "node:fs";
import { join } from "node:path";
import { Kubernetes } from "../lab/kubernetes.ts";
import { eventually, Workspace } from "../lab/workspace.ts";
import { NODES } from "./clusters.ts";
import { importImages } from "./import-images.ts";
import type { Suite } from "./run-specs.ts";

/** A cluster in a lab that specs are run in, and its folder, which may be left from a run that was killed. */
export class RunningLab {
  readonly #workspace: Workspace;

  constructor(machines: string, folder: string) {
    rmSync(folder, { recursive: true, force: true });
    this.#workspace = new Workspace(machines, folder);
    // The lab of a run that was killed has the same place.
    this.#workspace.mustQuorate("lab", "down");
  }

  /** From machines.ts to nodes that are Ready and have these images. */
  async start(archives: readonly string[], logs: string, signal: AbortSignal): Promise<void> {
    const workspace = this.#workspace;
    workspace.generate();
    workspace.mustQuorate("genCerts", "certs");
    workspace.mustQuorate("lab", "up");
    workspace.mustQuorate("lab", "deploy", "--all", "--yes");
    const kubernetes = new Kubernetes(workspace);
    await kubernetes.allReady(NODES, 300);
    // Before specs run: each waits ten minutes for an image that is not there.
    await importImages([process.execPath, workspace.program], this.#machines, NODES, archives, logs, signal);
    await eventually("CoreDNS is ready", 180, () => {
      const ready = [
        "get",
        "deployment",
        "coredns",
        "--output=jsonpath={.status.readyReplicas}/{.spec.replicas}",
      ];
      const [is, wanted] = kubernetes.kubectl("--namespace=kube-system", ...ready).out.split("/");
      return is !== "" && is === wanted;
    });
  }

  /** How a program of the operator's is started, and the cluster that it is told. */
  suite(program: string): Omit<Suite, "folder"> {
    const { program: quorate, folder } = this.#workspace;
    return {
      argv: [process.execPath, quorate, "lab", "run", this.#machines, "--", program],
      kubeconfig: join(folder, "certs/operator/kubeconfig"),
    };
  }

  get #machines(): string {
    return `--machines=${join(this.#workspace.folder, "machines.ts")}`;
  }

  dispose(): void {
    this.#workspace.dispose();
  }
}
