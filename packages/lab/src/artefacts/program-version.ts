import { failed, type Result, succeeded } from "@quorate/cluster";
import { problem } from "../problem-kind.ts";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import type { ProgramFile } from "./programs.ts";

/** What to do about a program on PATH that can't be used. */
export const OFF_PATH = "Take the folder that it is in off PATH; then the lab builds its own.";

/** Programs that know no `--version`. */
const ASKED_OTHERWISE: { readonly [program: string]: readonly string[] } = {
  etcdctl: ["version"],
  etcdutl: ["version"],
  kubectl: ["version", "--client"],
};

/** The version that a program names first when it is asked, as in `1.36.3`. */
export async function programVersion(world: LabWorld, { name, path }: ProgramFile): Promise<Result<string>> {
  const { stdout, stderr } = await runCommand(world, [path, ...(ASKED_OTHERWISE[name] ?? ["--version"])], {
    description: "ask for its version",
  });
  // flanneld answers where others complain.
  const version = /\d+\.\d+\.\d+/.exec(`${stdout}\n${stderr}`)?.[0];
  if (version !== undefined) return succeeded(version);
  return failed(problem("lab-program-unknown", path, "it does not say of which version it is", OFF_PATH));
}

/** The one version that all these programs are of; refused where they are of several. */
export async function commonVersion(world: LabWorld, files: readonly ProgramFile[]): Promise<Result<string>> {
  const versions = new Map<string, ProgramFile>();
  for (const file of files) {
    const version = await programVersion(world, file);
    if (!version.ok) return version;
    if (!versions.has(version.value)) versions.set(version.value, file);
  }
  const [[version, first] = ["", undefined], other] = versions;
  if (other === undefined) return succeeded(version);
  return failed(
    problem(
      "lab-programs-differ",
      other[1].path,
      `it is ${other[1].name} ${other[0]}, and ${first?.path ?? ""} is ${version}: hosts get programs of one version`,
      "Put those of one version on PATH, or none of them; then the lab builds its own.",
    ),
  );
}
