import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { KUBECONFIG } from "@quorate/cluster";
import { inNamespaceCommand } from "@quorate/lab";
import { certificatesFolder } from "../machines/certificates-folder.ts";
import type { AppContext } from "../terminal/context.ts";
import { report } from "../terminal/report.ts";
import { handOver } from "./hand-over.ts";
import { type LabOptions, presentLab } from "./lab-context.ts";

/** What `lab run` is told. */
export interface LabRunOptions extends LabOptions {
  readonly words: readonly string[];
}

/**
 * `lab run`: a command on this machine, in the operator's place on the lab's network. kubectl is found and told
 * where the cluster is, unless it is there already and told otherwise.
 */
export async function labRunCommand(options: LabRunOptions, context: AppContext): Promise<number> {
  const present = await presentLab(options, context);
  if (!present.ok) return report(present.problems, context);
  const lab = present.value;
  const certificates = certificatesFolder(undefined, resolve(context.cwd, options.machines), context.cwd);
  const kubeconfig = join(certificates, KUBECONFIG);
  return await handOver(
    inNamespaceCommand(lab.plan.operator.link.namespace, options.words),
    operatorEnvironment(process.env, lab.artefacts, existsSync(kubeconfig) ? kubeconfig : undefined),
  );
}

/** What of the environment is otherwise for a command in the operator's place. */
export function operatorEnvironment(
  environment: NodeJS.ProcessEnv,
  artefacts: string,
  kubeconfig: string | undefined,
): NodeJS.ProcessEnv {
  const named = environment["KUBECONFIG"];
  return {
    PATH: [environment["PATH"], join(artefacts, "bin")].filter(Boolean).join(":"),
    ...(named || kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig }),
  };
}
