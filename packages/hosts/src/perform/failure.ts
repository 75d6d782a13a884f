import { type CommandOutput, lastLine } from "@quorate/command";
import { describeStep, type NodeStep, type RolloutProblem, sshFailure } from "@quorate/rollout";

/** What a failed command of a step means, and what to do about it. */
export function failureOf(step: NodeStep, output: CommandOutput): RolloutProblem {
  const { node } = step;
  if (output.code === 255 && overSsh.has(step.kind)) {
    const failure = sshFailure(node, output);
    if (failure.kind === "unreachable") return failure.problem;
    return {
      code: "host-key-changed",
      message: `${node} no longer shows the host key that was made for it`,
      where: node,
      hint: "See at its console which system runs; if it is still the installer, the installation did not finish",
    };
  }
  const ended =
    output.code === undefined
      ? "was ended, it took too long or was killed"
      : `failed with exit code ${output.code}`;
  return {
    code: `${step.kind}-failed`,
    message: `${node}: ${describeStep(step)} ${ended}${lastLine(output.stderr)}`,
    where: node,
    hint: hints[step.kind],
  };
}

const overSsh: ReadonlySet<NodeStep["kind"]> = new Set([
  "stage-secrets",
  "put-secrets",
  "set-profile",
  "wait-for-ssh",
  "verify",
]);

const hints: { readonly [K in NodeStep["kind"]]: string } = {
  "copy-closure": "Nothing was activated; see the space in /nix on the machine, and the network between",
  "stage-secrets": "Nothing was put in place; see the space on the machine, and that tar is there",
  "stage-installation": "No machine was touched; see the space for temporary files here",
  "put-secrets": "Each file is either the old or the new one; run deploy again",
  "set-profile": "Nothing was activated; on the machine: nix-store --verify-path with the closure",
  switch:
    "On the machine: systemctl --failed, journalctl -u quorate-switch; no further node was touched. Correct it and run deploy again",
  install:
    "The disk may be half-written: run deploy again, an installation starts from the beginning; nixos-anywhere must be on PATH, and root on the machine must accept certs/operator/id_ed25519.pub or a key of your ssh-agent",
  "wait-for-ssh": "See the machine's console: did it boot from the installed disk, and has it its address?",
  verify: "Run deploy again",
};
