export { observeNodes } from "./observe/observe-nodes.ts";
export { createPerformer, type PerformerOptions } from "./perform/perform-step.ts";
export { closeConnections } from "./ssh/close-connections.ts";
