import { advance, afterBuilding, afterLooking, beginDeployment, planRollback, start } from "@quorate/rollout";

/** What decides a deployment: the very functions that users' deployments run. */
export interface Product {
  readonly beginDeployment: typeof beginDeployment;
  readonly afterLooking: typeof afterLooking;
  readonly afterBuilding: typeof afterBuilding;
  readonly planRollback: typeof planRollback;
  readonly start: typeof start;
  readonly advance: typeof advance;
  /** What a generation tells a member without data: the list that it begins with, or nobody to join. */
  readonly generation: "existing" | "new";
}

/** As it is shipped. */
export const PRODUCT: Product = {
  beginDeployment,
  afterLooking,
  afterBuilding,
  planRollback,
  start,
  advance,
  generation: "existing",
};
