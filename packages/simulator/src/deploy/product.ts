import {
  advance,
  afterBuilding,
  afterLooking,
  beginDeployment,
  planRestore,
  planRollback,
  start,
} from "@quorate/rollout";
import type { HostGuard } from "../world/host-guards.ts";

/** What decides a deployment: the very functions that users' deployments run. */
export interface Product {
  readonly beginDeployment: typeof beginDeployment;
  readonly afterLooking: typeof afterLooking;
  readonly afterBuilding: typeof afterBuilding;
  readonly planRollback: typeof planRollback;
  readonly planRestore: typeof planRestore;
  readonly start: typeof start;
  readonly advance: typeof advance;
  /** What a generation tells a member without data: the list that it begins with, or nobody to join. */
  readonly generation: "existing" | "new";
  /** What hosts do without, of what keeps them from the worst by themselves. */
  readonly hostsWithout: readonly HostGuard[];
}

/** As it is shipped. */
export const PRODUCT: Product = {
  beginDeployment,
  afterLooking,
  afterBuilding,
  planRollback,
  planRestore,
  start,
  advance,
  generation: "existing",
  hostsWithout: [],
};
