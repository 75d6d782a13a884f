// npm run quorum -- [--machines PATH] --certs DIR
//
// Starts a real etcd cluster from nix/generated and the certificates, and shows that it is one. For people: the
// tests run the same proofs.
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { proofsFor } from "./proofs.ts";
import { type Quorum, startQuorum } from "./quorum.ts";
import { lackingForQuorum } from "./requirements.ts";

const USAGE = "usage: npm run quorum -- [--machines PATH] --certs DIR";

// What is still waiting for an answer when all is ended is not waited for.
process.exit(await main());

async function main(): Promise<number> {
  const source = readArguments();
  if (source === undefined) return 2;
  const lacking = lackingForQuorum();
  if (lacking.length > 0) {
    for (const one of lacking) say(`error: ${one}`);
    return 1;
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
  say("starting etcd in a network of its own …");
  const starting = startQuorum(source);
  try {
    const shown = starting.then((quorum) => show(quorum, interruption.signal));
    if ((await Promise.race([shown, interrupted])) !== "interrupted") return 0;
    say("interrupted: ending etcd");
    return 130;
  } catch (error) {
    say(`error: ${(error as Error).message}`);
    return 1;
  } finally {
    // Where it could not be started, it has ended itself.
    await starting.then(
      (quorum) => quorum.stop(),
      () => {},
    );
  }
}

async function show(quorum: Quorum, interruption: AbortSignal): Promise<void> {
  const names = quorum.members.map(({ name, clientUrl }) => `${name} (${clientUrl})`);
  const unlessInterrupted = (line: string) => {
    interruption.throwIfAborted();
    say(line);
  };
  unlessInterrupted(`cluster ${quorum.name}: ${names.join(", ")}`);
  for (const proof of proofsFor(quorum.members.length)) {
    unlessInterrupted(`  … ${proof.name}`);
    const seen = await proof.run(quorum);
    unlessInterrupted(`  ok: ${seen}`);
  }
  say(`The quorum of ${quorum.name} is real: shown with etcd's own processes and these certificates.`);
}

function readArguments(): { generated: string; certificates: string } | undefined {
  try {
    const { values } = parseArgs({
      options: { machines: { type: "string", default: "machines.ts" }, certs: { type: "string" } },
    });
    if (values.certs === undefined) throw new Error("--certs is missing: the folder that genCerts made");
    return {
      generated: join(dirname(resolve(values.machines)), "nix/generated"),
      certificates: resolve(values.certs),
    };
  } catch (error) {
    say(`error: ${(error as Error).message}\n${USAGE}`);
    return undefined;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
