export type { Answers, ForNodes } from "./definition/answers.ts";
export { type CompleteInventory, type CompleteNode, completeInventory } from "./definition/complete.ts";
export { definitionOf } from "./definition/definition.ts";
export type { Inventory, InventoryNode, Variable } from "./inventory.ts";
export { placeInInventory } from "./place-in-inventory.ts";
export { printMachines } from "./print-machines.ts";
export { INVENTORY_PROBLEMS, type InventoryProblemCode, type InventoryResult } from "./problem-kind.ts";
export { readInventory } from "./read-inventory.ts";
