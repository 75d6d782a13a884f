/** How long what genCerts issues is valid. */
export interface Lifetimes {
  /** Days that a leaf is valid. */
  readonly leafDays: number;
  /** Days that an authority is valid. A leaf never outlives its authority. */
  readonly authorityDays: number;
}

/** kubeadm's lifetimes: a year for a leaf, ten for an authority. */
export const LIFETIMES: Lifetimes = { leafDays: 365, authorityDays: 3650 };

/** Milliseconds that a certificate's start lies before its making: a host whose clock is behind takes it too. */
const BACKDATED_MS = 5 * 60_000;

/** The part of a certificate's lifetime after which it is renewed, as `step ca` does by default. */
export const RENEW_AFTER = 2 / 3;

/** From when to when something is valid. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The validity of what is made `now`, for `days`, ending no later than `latest`. Whole seconds, as X.509 has them. */
export function validityFrom(now: Date, days: number, latest?: Date): Validity {
  const start = Math.floor((now.getTime() - BACKDATED_MS) / 1000) * 1000;
  const end = Math.floor(now.getTime() / 1000) * 1000 + days * 86_400_000;
  return {
    notBefore: new Date(start),
    notAfter: new Date(latest === undefined ? end : Math.min(end, latest.getTime())),
  };
}

/** Whether so much of the lifetime is over that it is time for a new one. */
export function isDue(validity: Validity, now: Date): boolean {
  const start = validity.notBefore.getTime();
  return now.getTime() - start > (validity.notAfter.getTime() - start) * RENEW_AFTER;
}
