/** Whether a timer can be this: whole seconds, as BGP's and kube-vip's are, `least` or more. */
export function isSeconds(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least && value <= 65535;
}
