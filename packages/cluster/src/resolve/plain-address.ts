import type { Address } from "../model/address.ts";

/** An address as the model has it, without what reading it found out besides. */
export function plainAddress({ address, family }: Address): Address {
  return { address, family };
}
