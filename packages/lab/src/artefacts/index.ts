export { digestOf } from "../digest.ts";
export { type ArtefactContents, type ImageOrigin, readContents } from "./contents.ts";
export { type Image, type ImageReferences, labImages, STAND_IN_LABEL } from "./image.ts";
export { artefactsInUse } from "./in-use.ts";
export { makingNeeds } from "./making-needs.ts";
export { type ArtefactRequest, type Artefacts, prepareArtefacts } from "./prepare-artefacts.ts";
export { KUBERNETES_MINORS, type KubernetesMinor } from "./programs.ts";
