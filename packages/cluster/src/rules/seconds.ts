import { type Finding, finding, type SpecPath } from "../model/finding.ts";

/** Whether a timer can be this: whole seconds, as BGP's and kube-vip's are, `least` or more. */
export function isSeconds(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least && value <= 65535;
}

/** Says that a number is none of seconds. */
export function seconds(path: SpecPath, value: number): Finding {
  return finding(
    "seconds-invalid",
    path,
    `${value} is no number of seconds`,
    "Write a whole number from 1 to 65535.",
  );
}
