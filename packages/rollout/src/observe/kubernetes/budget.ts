import { fieldOf, type Json, numberAt, textAt } from "../json.ts";
import { readSelector, type Selector } from "./selector.ts";

/** A PodDisruptionBudget. */
export interface Budget {
  readonly namespace: string;
  readonly name: string;
  /** Its pods; `undefined` for none. */
  readonly selector: Selector | undefined;
  /** Whether a pod that runs and is not ready may always go; by default only while enough others are healthy. */
  readonly lettingUnhealthyGo: boolean;
  /** A number or a percentage, as it was written; `undefined` where the other one was. */
  readonly minAvailable: string | undefined;
  readonly maxUnavailable: string | undefined;
  /** What the controller makes of that; `undefined` where it has not looked at it yet. */
  readonly allowed: number | undefined;
  readonly healthy: number | undefined;
  readonly required: number | undefined;
  readonly expected: number | undefined;
}

/** Reads an item of a PodDisruptionBudgetList. */
export function readBudget(item: Json): Budget {
  return {
    namespace: textAt(item, "metadata", "namespace"),
    name: textAt(item, "metadata", "name"),
    selector: readSelector(fieldOf(item, "spec", "selector")),
    lettingUnhealthyGo: textAt(item, "spec", "unhealthyPodEvictionPolicy") === "AlwaysAllow",
    minAvailable: amountAt(item, "minAvailable"),
    maxUnavailable: amountAt(item, "maxUnavailable"),
    allowed: numberAt(item, "status", "disruptionsAllowed"),
    healthy: numberAt(item, "status", "currentHealthy"),
    required: numberAt(item, "status", "desiredHealthy"),
    expected: numberAt(item, "status", "expectedPods"),
  };
}

function amountAt(item: Json, field: string): string | undefined {
  const found = fieldOf(item, "spec", field);
  return typeof found === "number" || typeof found === "string" ? String(found) : undefined;
}
