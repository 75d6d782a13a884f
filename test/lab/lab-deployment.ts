import { readFileSync } from "node:fs";
import { join } from "node:path";
import { labDeployment, readState } from "@quorate/lab";
import type { Said, Workspace } from "./workspace.ts";

/** What `lab deploy` tells deploy. */
export type LabDeployment = Awaited<ReturnType<typeof labDeployment>>;

/** What `lab deploy` tells deploy, for other commands that build systems for hosts of a lab. */
export async function labDeploymentOf(workspace: Workspace): Promise<LabDeployment> {
  const folder = labFolderOf(workspace);
  const state = readState(folder);
  if (state === undefined) throw new Error(`${folder} is no lab`);
  return await labDeployment(state, {
    root: workspace.folder,
    flake: workspace.folder,
    nixConfig: process.env["NIX_CONFIG"],
    groups: readFileSync("/etc/group", "utf8"),
    path: process.env["PATH"] ?? "",
    architecture: process.arch,
  });
}

/** Runs a program on the lab's network that may build systems and install machines; `words`: with those of a deployment. */
export function withDeployment(
  workspace: Workspace,
  { nixConfig }: LabDeployment,
  words: readonly string[],
): Said {
  const path = `${join(workspace.folder, "packages/lab/bin")}:${process.env["PATH"]}`;
  return workspace.quorate("lab", "run", "--", "env", `PATH=${path}`, `NIX_CONFIG=${nixConfig}`, ...words);
}

/** Runs Quorate as the operator where it builds systems, as `replace` does. */
export async function buildingAsOperator(workspace: Workspace, ...args: readonly string[]): Promise<Said> {
  const deployment = await labDeploymentOf(workspace);
  const words = [process.execPath, workspace.program, ...args, ...deployment.words];
  return withDeployment(workspace, deployment, words);
}

/** Where the lab of a workspace is. */
export function labFolderOf(workspace: Workspace): string {
  const { folder } = JSON.parse(workspace.mustQuorate("lab", "status", "--json")) as {
    readonly folder: string;
  };
  return folder;
}
