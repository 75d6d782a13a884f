/**
 * The beginning of 254 loopback addresses that no other test has while this process lives, as in `127.42.7`: whoever
 * listens there at a fixed port, or looks who does, meets its own programs alone.
 */
export function ownNet(): string {
  const { pid } = process;
  // Not those that machines listen at themselves, as 127.0.0.1 and 127.0.0.53.
  return `127.${16 + ((pid >> 8) % 224)}.${pid & 255}`;
}
