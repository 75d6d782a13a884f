import type { Finding } from "../model/finding.ts";
import type { Draft } from "../parse/draft.ts";
import { checkAddresses } from "./addresses.ts";
import { checkApi, checkEtcdPath } from "./api.ts";
import { checkDistribution } from "./distribution.ts";
import { checkEscapeHatch } from "./escape-hatch.ts";
import { checkHardware } from "./hardware.ts";
import { checkHealth } from "./health.ts";
import { checkLabelsAndTaints } from "./labels.ts";
import { checkLoadBalancer } from "./load-balancer.ts";
import { checkNames } from "./names.ts";
import { checkNetworks } from "./networks.ts";
import { checkRollout } from "./rollout.ts";
import { checkServices } from "./services.ts";
import { checkSshKeys } from "./ssh-keys.ts";
import { checkUplink } from "./uplink.ts";

/** Looks at a definition and says what is wrong with it. Pure, and silent where what it needs could not be read. */
export type Rule = (draft: Draft) => Iterable<Finding>;

const RULES: readonly Rule[] = [
  checkNames,
  checkNetworks,
  checkUplink,
  checkAddresses,
  checkApi,
  checkEtcdPath,
  checkLoadBalancer,
  checkServices,
  checkDistribution,
  checkHardware,
  checkLabelsAndTaints,
  checkSshKeys,
  checkEscapeHatch,
  checkRollout,
  checkHealth,
];

/** What every rule says, in a fixed order. */
export function checkAll(draft: Draft): readonly Finding[] {
  return RULES.flatMap((rule) => [...rule(draft)]);
}
