import type { StorePath } from "../store-path.ts";
import type { InstalledObservation } from "./observation.ts";

/**
 * What a machine runs after its next boot: what its boot loader starts, where that can be read, else what its system
 * profile says.
 */
export function bootsOf({
  profile,
  facts: { bootLoader },
}: Pick<InstalledObservation, "profile" | "facts">): StorePath | undefined {
  return bootLoader.known ? bootLoader.value.system : profile;
}
