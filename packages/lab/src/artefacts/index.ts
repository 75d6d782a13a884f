export { IMAGES, type Image, STAND_IN_LABEL } from "./image.ts";
export { type ArtefactRequest, type Artefacts, prepareArtefacts } from "./prepare-artefacts.ts";
