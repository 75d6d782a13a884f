import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createSystemRunner, lastLines } from "@quorate/command";
import type { EtcdOptions } from "./etcd-environment.ts";

/** A file of a host's secrets folder, as NixOS gives it to its reader. */
export interface EmittedSecret {
  readonly owner: string;
  /** Octal, such as `0600`. */
  readonly mode: string;
}

/** A machine that runs etcd, as far as `nix/generated` says. */
export interface EmittedMember {
  readonly name: string;
  readonly interface: string;
  /** With the length of the prefix: `10.0.0.11/24`. */
  readonly addresses: readonly string[];
  readonly etcd: EtcdOptions;
  /** Folder on the host. */
  readonly secretsDirectory: string;
  readonly secrets: { readonly [file: string]: EmittedSecret };
}

/** What a test needs of `nix/generated`. */
export interface Emitted {
  /** Name of the cluster. */
  readonly name: string;
  /** The nodes with `services.etcd.enable`, sorted by name. */
  readonly members: readonly EmittedMember[];
}

interface MachinesData {
  readonly name: string;
  readonly nodes: {
    readonly [name: string]: { readonly addresses: readonly string[]; readonly interface: string };
  };
}

interface OptionsData {
  readonly services?: { readonly etcd?: EtcdOptions };
  readonly quorate?: {
    readonly secrets?: {
      readonly directory?: string;
      readonly files?: { readonly [file: string]: EmittedSecret };
    };
  };
}

/**
 * Lets Nix evaluate the files of a `nix/generated` folder, and takes from them what concerns etcd.
 * Throws where there is no such folder, or Nix does not evaluate it.
 */
export async function readEmitted(folder: string): Promise<Emitted> {
  const machinesFile = join(folder, "machines.nix");
  if (!existsSync(machinesFile)) {
    throw new Error(`${machinesFile} does not exist`);
  }
  const names = readdirSync(join(folder, "nodes"))
    .filter((file) => file.endsWith(".nix"))
    .map((file) => file.slice(0, -".nix".length))
    .sort();
  const files = [machinesFile, ...names.map((name) => join(folder, "nodes", `${name}.nix`))];
  const [machinesData, ...optionsData] = await evaluate(files);
  const machines = machinesData as MachinesData;
  const members = names.flatMap((name, index): EmittedMember[] => {
    const options = optionsData[index] as OptionsData;
    const etcd = options.services?.etcd;
    if (etcd?.enable !== true) return [];
    const machine = machines.nodes[name];
    const secrets = options.quorate?.secrets;
    if (machine === undefined || secrets?.directory === undefined || secrets.files === undefined) {
      throw new Error(`${folder} does not say the addresses and secrets of ${name}`);
    }
    return [
      {
        name,
        interface: machine.interface,
        addresses: machine.addresses,
        etcd,
        secretsDirectory: secrets.directory,
        secrets: secrets.files,
      },
    ];
  });
  return { name: machines.name, members };
}

async function evaluate(files: readonly string[]): Promise<readonly unknown[]> {
  const run = createSystemRunner({ onLine: () => undefined, verbose: false });
  const { code, stdout, stderr } = await run({
    node: undefined,
    description: "read what was generated",
    argv: [
      ...(["nix-instantiate", "--eval", "--strict", "--json"] as const),
      ...["--expr", "{ files }: map import (builtins.fromJSON files)"],
      ...["--argstr", "files", JSON.stringify(files)],
    ],
    output: "silent",
  });
  if (code !== 0) {
    throw new Error(`Nix cannot evaluate what was generated:\n${lastLines(stderr, 8).join("\n")}`);
  }
  return JSON.parse(stdout) as readonly unknown[];
}
