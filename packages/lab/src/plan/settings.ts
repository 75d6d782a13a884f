/** Where a lab lives and how large its machines are. All paths are absolute. */
export interface LabSettings {
  /** Holds one folder a cluster: disks, logs, scripts, the state file. Default: `/var/lib/quorate-lab`. */
  readonly stateRoot: string;
  /** Holds what every lab shares: the base tree. Default: `/var/cache/quorate-lab`. */
  readonly cacheRoot: string;
  /**
   * The folder that every host sees as `/opt/quorate-lab`, read-only: Kubernetes' programs, images. Default: an
   * empty one.
   */
  readonly artefacts: string;
  /** Size of each machine's disk, in MiB. The file is sparse: it takes the room that is written. Default: 16 GiB. */
  readonly diskMiB: number;
}

/** The folder in which a host finds the programs and images that all hosts share. */
export const ARTEFACTS_IN_HOST = "/opt/quorate-lab";

/**
 * Settings from the environment: `QUORATE_LAB_STATE` and `QUORATE_LAB_CACHE` move the two folders, and
 * `QUORATE_LAB_ARTEFACTS` names a folder with `bin/`, `cni/` and `images/` that is there already.
 */
export function labSettings(environment: { readonly [name: string]: string | undefined } = {}): LabSettings {
  const cacheRoot = environment["QUORATE_LAB_CACHE"] || "/var/cache/quorate-lab";
  return {
    stateRoot: environment["QUORATE_LAB_STATE"] || "/var/lib/quorate-lab",
    cacheRoot,
    artefacts: environment["QUORATE_LAB_ARTEFACTS"] || `${cacheRoot}/nothing`,
    diskMiB: 16 * 1024,
  };
}
