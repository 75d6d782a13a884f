import { dirname, join, resolve } from "node:path";
import { lackingForQuorum, proofsFor, type Quorum, startQuorum } from "@quorate/lab";
import { problem } from "../problem-kind.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, INTERRUPTED } from "../terminal/exit-code.ts";
import { report, tellJson } from "../terminal/report.ts";

export interface QuorumOptions {
  readonly machines: string;
  /** The folder that genCerts made. */
  readonly certificates: string;
}

/** `quorum`: a real etcd cluster from nix/generated and the certificates, shown to be one. */
export async function quorum(options: QuorumOptions, context: AppContext): Promise<number> {
  const lacking = lackingForQuorum();
  if (lacking.length > 0) {
    return report(
      lacking.map((message) => problem("quorum-needs", "", message)),
      context,
    );
  }
  const interruption = new AbortController();
  const interrupted = new Promise<"interrupted">((end) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        interruption.abort();
        end("interrupted");
      });
    }
  });
  context.err("quorum: starting etcd in a network of its own");
  const starting = startQuorum({
    generated: join(dirname(resolve(context.cwd, options.machines)), "nix/generated"),
    certificates: resolve(context.cwd, options.certificates),
  });
  try {
    const shown = starting.then((quorum) => show(quorum, interruption.signal, context));
    if ((await Promise.race([shown, interrupted])) !== "interrupted") return EXIT.done;
    context.err("quorum: interrupted, ending etcd");
  } catch (error) {
    return report([problem("quorum-not-shown", "", (error as Error).message)], context);
  } finally {
    // Where it could not be started, it has ended itself.
    await starting.then(
      (quorum) => quorum.stop(),
      () => {},
    );
  }
  // What is still waiting for an answer when all is ended is not waited for.
  process.exit(INTERRUPTED);
}

async function show(quorum: Quorum, interruption: AbortSignal, context: AppContext): Promise<void> {
  const members = quorum.members.map(({ name, clientUrl }) => `${name} (${clientUrl})`);
  context.err(`quorum: cluster ${quorum.name}: ${members.join(", ")}`);
  const seen: { readonly proof: string; readonly seen: string }[] = [];
  for (const { name, run } of proofsFor(quorum.members.length)) {
    context.err(`quorum: ${name} …`);
    const what = await run(quorum);
    interruption.throwIfAborted();
    seen.push({ proof: name, seen: what });
    if (!context.json) context.out(`${name}: ${what}`);
  }
  if (context.json) tellJson({ ok: true, cluster: quorum.name, proofs: seen }, context);
  else
    context.out(
      `The quorum of ${quorum.name} is real: shown with etcd's own processes and these certificates.`,
    );
}
