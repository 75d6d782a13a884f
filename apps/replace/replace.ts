import type { Cluster } from "@quorate/cluster";
import { deployCluster } from "../deploy/deploy.ts";
import type { DeployOptions } from "../deploy/options.ts";
import { withCluster } from "../deploy/with-cluster.ts";
import type { DeployWorld } from "../deploy/world.ts";
import type { AppContext } from "../terminal/context.ts";
import type { ExitCode } from "../terminal/exit-code.ts";

/** What `replace` was asked. */
export interface ReplaceOptions
  extends Pick<
    DeployOptions,
    | "machines"
    | "erase"
    | "allowOlder"
    | "anyTime"
    | "snapshot"
    | "evaluate"
    | "certificates"
    | "flake"
    | "configurations"
    | "overrideInputs"
    | "nixOptions"
  > {
  /** Its name, as typed. */
  readonly node: string;
}

/** `replace <node>`: a deployment to a node that has lost its disk, or is another machine. */
export async function replace(options: ReplaceOptions, context: AppContext): Promise<ExitCode> {
  return await withCluster(options, context, replaceNode);
}

/** The same for a cluster that is loaded already, in any world. */
export async function replaceNode(
  cluster: Cluster,
  machinesFile: string,
  { node, ...options }: ReplaceOptions,
  context: AppContext,
  world: DeployWorld,
): Promise<ExitCode> {
  const given: DeployOptions = {
    ...options,
    targets: [node],
    all: false,
    dryRun: false,
    except: [],
    skipUnreachable: false,
    yes: false,
    // Where it had another address before, that member is given up by the same word.
    remove: options.erase.filter((name) => name === node),
    deletePods: [],
    disableEviction: [],
    replaces: node,
  };
  return await deployCluster(cluster, machinesFile, given, context, world);
}
