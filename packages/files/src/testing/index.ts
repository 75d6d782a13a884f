export { changedPaths, quickDisk, temporaryFolder, treeOf } from "./folder.ts";
export { zombie } from "./zombie.ts";
