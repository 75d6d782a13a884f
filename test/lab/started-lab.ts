import { Kubernetes } from "./kubernetes.ts";
import { Workspace } from "./workspace.ts";

/** A lab that is brought up while tests run, which are defined before: what is asked of it until then throws. */
export class StartedLab {
  #running: { readonly workspace: Workspace; readonly kubernetes: Kubernetes } | undefined;

  dispose(): void {
    this.#running?.workspace.dispose();
  }

  get workspace(): Workspace {
    return this.#started().workspace;
  }

  get kubernetes(): Kubernetes {
    return this.#started().kubernetes;
  }

  /** This machines.ts, its certificates, and bare hosts that wait to be installed. `up`: what `lab up` is told. */
  protected bringUp(machines: string, up: readonly string[] = []): void {
    const workspace = this.takeWorkspace(machines);
    workspace.generate();
    workspace.mustQuorate("genCerts", "certs");
    workspace.mustQuorate("lab", "up", ...up);
  }

  /** A folder with this machines.ts, whose lab is to be taken down in the end. */
  protected takeWorkspace(machines: string): Workspace {
    const workspace = new Workspace(machines);
    this.#running = { workspace, kubernetes: new Kubernetes(workspace) };
    return workspace;
  }

  #started(): { readonly workspace: Workspace; readonly kubernetes: Kubernetes } {
    if (this.#running === undefined) throw new Error("the lab has not been started");
    return this.#running;
  }
}
