/** The files of a machine's folder. */
export interface HostPaths {
  /** The sparse image that holds everything the machine writes. */
  readonly disk: string;
  /** Where the image is mounted; only the machine's own processes see it. */
  readonly mount: string;
  readonly root: string;
  /** What the host sees as /etc/quorate-lab, read-only. */
  readonly etc: string;
  /** What the host sees as /var/log/journal: readable when it is down as well. */
  readonly journal: string;
  /** What its processes said before the journal began. */
  readonly bootLog: string;
  /** One empty file for each fault that outlives a reboot. */
  readonly faults: string;
  readonly network: string;
  readonly boot: string;
  readonly supervisor: string;
}

/** Where things are in a machine's folder. */
export function hostPaths(folder: string): HostPaths {
  return {
    disk: `${folder}/disk.img`,
    mount: `${folder}/mount`,
    root: `${folder}/mount/root`,
    etc: `${folder}/etc`,
    journal: `${folder}/journal`,
    bootLog: `${folder}/boot.log`,
    faults: `${folder}/faults`,
    network: `${folder}/network.sh`,
    boot: `${folder}/boot.sh`,
    supervisor: `${folder}/supervisor.sh`,
  };
}

/**
 * The folder of a lab that its hosts see as `/opt/quorate-lab`: a folder below it for each set of programs and images
 * that the lab was brought up with.
 */
export function hostsProgramsFolder(lab: string): string {
  return `${lab}/programs`;
}
