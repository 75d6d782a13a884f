/** Bytes a second that an uplink and a disk are trusted to have. */
const SLOWEST = 1024 * 1024;

/** Seconds that so many bytes of a snapshot may take from one machine to another. */
export function secondsToSend(bytes: number): number {
  return Math.ceil(bytes / SLOWEST);
}

/** Kibibytes that stay free beside a snapshot on a host: a full disk would end etcd. */
export const SPARE_KIBIBYTES: number = 256 * 1024;
