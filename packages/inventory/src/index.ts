export type { Inventory, InventoryNode, Variable } from "./inventory.ts";
export { INVENTORY_PROBLEMS, type InventoryProblemCode, type InventoryResult } from "./problem-kind.ts";
export { readInventory } from "./read-inventory.ts";
