export { observe } from "./deploy/observe.ts";
export { perform } from "./deploy/perform.ts";
export { beginWorld } from "./scenario/begin.ts";
