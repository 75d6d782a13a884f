import { existsSync } from "node:fs";
import { join } from "node:path";
import { failed, type Problem, type Result, succeeded } from "@quorate/cluster";
import { shellWord } from "@quorate/command";
import { problem } from "../problem-kind.ts";
import { proofsFor } from "./proofs.ts";
import { type Quorum, type QuorumSource, startQuorum } from "./quorum.ts";

/** What was seen of a quorum. */
export interface ShownQuorum {
  /** The cluster's name. */
  readonly cluster: string;
  readonly proofs: readonly SeenProof[];
}

/** One thing that a quorum has done. */
export interface SeenProof {
  readonly proof: string;
  readonly seen: string;
}

/** How {@link showQuorum} tells what it does meanwhile, and is ended before its time. */
export interface ShowOptions {
  /** Tells progress. */
  readonly say: (line: string) => void;
  /** Is told each proof once it is shown. */
  readonly seen: (proof: SeenProof) => void;
  readonly signal: AbortSignal;
}

/**
 * Starts a real etcd cluster, shows that it is a quorum, and ends it. Resolves to `undefined` where it was told to
 * end before; then some questions to members that are gone may still wait for their answer.
 */
export async function showQuorum(
  source: QuorumSource,
  options: ShowOptions,
): Promise<Result<ShownQuorum> | undefined> {
  const { say, signal } = options;
  const missing = missingInput(source);
  if (missing !== undefined) return failed(missing);
  say("starting etcd in a network of its own");
  const starting = startQuorum(source);
  const ended = new Promise<undefined>((end) => {
    signal.addEventListener("abort", () => end(undefined), { once: true });
  });
  try {
    const shown = starting.then((quorum) => showProofs(quorum, options));
    const result = await Promise.race([shown, ended]);
    if (result !== undefined) return succeeded(result);
    say("interrupted: ending etcd");
    return undefined;
  } catch (error) {
    return failed(problem("quorum-not-shown", "", (error as Error).message));
  } finally {
    // Where it could not be started, it has ended itself.
    await starting.then(
      (quorum) => quorum.stop(),
      () => {},
    );
  }
}

function missingInput({ generated, certificates }: QuorumSource): Problem | undefined {
  const code = "quorum-input-missing";
  if (!existsSync(join(generated, "machines.nix"))) {
    return problem(code, generated, "there is no generated configuration", "Run `quorate generate` first.");
  }
  if (existsSync(certificates)) return undefined;
  return problem(
    code,
    certificates,
    "there are no certificates",
    `Run \`quorate genCerts ${shellWord(certificates)}\` first.`,
  );
}

async function showProofs(quorum: Quorum, { say, seen, signal }: ShowOptions): Promise<ShownQuorum> {
  const members = quorum.members.map(({ name, clientUrl }) => `${name} (${clientUrl})`);
  say(`cluster ${quorum.name}: ${members.join(", ")}`);
  const proofs: SeenProof[] = [];
  for (const { name, run } of proofsFor(quorum.members.length)) {
    say(`${name} …`);
    const proof = { proof: name, seen: await run(quorum) };
    signal.throwIfAborted();
    proofs.push(proof);
    seen(proof);
  }
  return { cluster: quorum.name, proofs };
}
