import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { QuorumSource } from "@quorate/lab";
import { emitCluster } from "@quorate/nixos";
import { genCerts } from "@quorate/pki";
import { readMachines, writeGenerated } from "@quorate/workbench";

/** What the product makes of a machines.ts, in a folder of its own. */
export interface Fixture extends QuorumSource {
  readonly remove: () => void;
}

/** Runs generate and genCerts for a machines.ts. Throws what they say where they refuse it. */
export async function makeFixture(machinesFile: string): Promise<Fixture> {
  const folder = mkdtempSync(join(tmpdir(), "quorate-fixture-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const read = await readMachines(machinesFile, { compiler: undefined });
    if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join("\n"));
    const generated = join(folder, "generated");
    await writeGenerated(generated, emitCluster(read.value, { inputsDigest: "test" }));
    const certificates = join(folder, "certs");
    const made = await genCerts({ cluster: read.value, certificates: certificates, now: new Date() });
    if (!made.ok) throw new Error(made.problems.map(({ message }) => message).join("\n"));
    return { generated, certificates, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
