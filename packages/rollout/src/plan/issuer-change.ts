import type { HostName, Node } from "@quorate/cluster";
import { fieldOf, type Json, textAt } from "../observe/json.ts";
import type { InstalledObservation, Observation } from "../observe/observation.ts";
import { problem, type RolloutProblem } from "../problem-kind.ts";

/** NixOS' default of `services.kubernetes.apiserver.serviceAccountIssuer`. */
const DEFAULT_ISSUER = "https://kubernetes.default.svc";

/**
 * Refuses an apiserver that would not take the tokens that another one issues, or issue what another one does not take:
 * one refusal a target. Every pod has such tokens, and is answered by any apiserver. Also its own of before count.
 *
 * What an apiserver takes tells its process; it counts where that is what its options say, since what somebody has set
 * in Nix is not seen here.
 */
export function refuseIssuerChange(
  targets: readonly Node[],
  observed: readonly Observation[],
  options: (node: HostName) => Json | undefined,
): readonly RolloutProblem[] {
  const running = observed.flatMap((one) => (one.kind === "installed" ? runningOf(one, options) : []));
  return targets.flatMap(({ name, roles }) => {
    const wanted = roles.controlPlane ? issuersOf(options(name)) : undefined;
    if (wanted === undefined) return [];
    const apart = running.find(
      ({ takes }) => !takes.includes(first(wanted)) || !wanted.includes(first(takes)),
    );
    return apart === undefined ? [] : [refusal(name, wanted, apart)];
  });
}

/** An apiserver that runs, and whose tokens it takes: those of the first it issues. */
interface Running {
  readonly name: HostName;
  readonly takes: readonly string[];
}

function runningOf(
  { node, facts }: InstalledObservation,
  options: (node: HostName) => Json | undefined,
): readonly Running[] {
  if (!facts.issuers.known) return [];
  // They are told where they are others than those of the file.
  const said = issuersOf(facts.options.known ? facts.options.value : options(node));
  const takes = facts.issuers.value;
  return said !== undefined && said.join("\n") === takes.join("\n") ? [{ name: node, takes }] : [];
}

/** Whose tokens an apiserver with such options takes, in the order of its flags; `undefined` for none that is one. */
function issuersOf(options: Json | undefined): readonly string[] | undefined {
  const apiserver = fieldOf(options, "services", "kubernetes", "apiserver");
  if (apiserver === undefined) return undefined;
  const more = textAt(apiserver, "extraOpts").matchAll(/(?:^|\s)--service-account-issuer[= ](\S+)/g);
  return [
    textAt(apiserver, "serviceAccountIssuer") || DEFAULT_ISSUER,
    ...[...more].map(([, issuer = ""]) => issuer),
  ];
}

function first(issuers: readonly string[]): string {
  return issuers[0] ?? "";
}

function refusal(name: HostName, wanted: readonly string[], { name: other, takes }: Running): RolloutProblem {
  const [now, then] = [first(takes), first(wanted)];
  const also = (issuer: string) => `extraOpts = "--service-account-issuer=${issuer}"`;
  return problem(
    "issuer-changed",
    name,
    `${name} would issue tokens of ${then}, and take those of ${wanted.join(", ")}; the apiserver that runs on ${other} issues those of ${now}, and takes those of ${takes.join(", ")}: each has to take what the other issues`,
    `Set it back. To change it, under services.kubernetes.apiserver of \`nixos\` in machines.ts: 1. leave serviceAccountIssuer, add ${also(then)}, deploy to all control plane nodes; 2. serviceAccountIssuer = "${then}" and ${also(now)}, deploy to all of them; 3. once every token of before has ended (an hour for those of pods, a year for some), leave the latter out`,
  );
}
