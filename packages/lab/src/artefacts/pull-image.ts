import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { makeBeside, nodeDisk } from "@quorate/files";
import { digestOf } from "../digest.ts";
import { runCommand } from "../run-command.ts";
import type { LabWorld } from "../world.ts";
import type { OciArchitecture } from "./oci-layout.ts";
import { ARTEFACTS_WHERE, markUsed } from "./store.ts";

/** Seconds until a registry has to say what it has: a machine without a network waits no longer. */
const ASK_SECONDS = 2;
/** Seconds until an image of some tens of megabytes is here. */
const PULL_SECONDS = 300;

/** What {@link pullImage} goes by. */
export interface PullRequest {
  /** The folder of all artefacts. */
  readonly cache: string;
  readonly reference: string;
  readonly architecture: OciArchitecture;
  /** The program that talks to registries; `undefined` where there is none. */
  readonly skopeo: string | undefined;
}

/** An image that was pulled, or why there is none. */
export type Pulled =
  | { readonly kind: "pulled"; readonly path: string }
  | { readonly kind: "absent"; readonly why: string };

/**
 * An image from its registry, as an archive that `ctr -n k8s.io images import` takes under the name that it was
 * asked for by. It is kept by what it contains; that there is none is not kept.
 */
export async function pullImage(
  world: LabWorld,
  { cache, reference, architecture, skopeo }: PullRequest,
): Promise<Pulled> {
  const prefix = `image-${digestOf([reference, architecture])}-`;
  const kept = existing(cache, prefix).map((name) => join(cache, name));
  const usable = kept.find(markUsed);
  if (usable !== undefined) return { kind: "pulled", path: usable };
  if (skopeo === undefined) return { kind: "absent", why: "there is no skopeo on PATH to pull it with" };

  const common = ["--insecure-policy", "--override-os", "linux", "--override-arch", architecture] as const;
  // As it is, since what is in it lies elsewhere, and asking there takes time as well.
  const asked = await runCommand(world, [skopeo, ...common, "inspect", "--raw", `docker://${reference}`], {
    description: `ask for the image ${reference}`,
    timeoutSeconds: ASK_SECONDS,
  });
  if (asked.code !== 0) return { kind: "absent", why: "no registry gives it" };
  const digest = createHash("sha256").update(asked.stdout).digest("hex");

  const path = join(cache, `${prefix}${digest.slice(0, 16)}.tar`);
  const pulled = await makeBeside(path, async (beside) => {
    world.say(ARTEFACTS_WHERE, `pulling ${reference}`);
    const { code } = await runCommand(
      world,
      [
        skopeo,
        ...common,
        ...(["copy", "--quiet", `docker://${withDigest(reference, digest)}`] as const),
        `oci-archive:${beside}:${reference}`,
      ],
      { description: `pull the image ${reference}`, timeoutSeconds: PULL_SECONDS },
    );
    if (code === 0) nodeDisk.flush([beside]);
    return { ok: code === 0 };
  });
  return pulled.ok
    ? { kind: "pulled", path }
    : { kind: "absent", why: "its registry did not give all of it" };
}

/** What the registry has said it has, by its digest: a tag may come to mean something else meanwhile. */
function withDigest(reference: string, digest: string): string {
  const [name = ""] = reference.split("@");
  const repository = name.slice(name.lastIndexOf("/") + 1).includes(":")
    ? name.slice(0, name.lastIndexOf(":"))
    : name;
  return `${repository}@sha256:${digest}`;
}

function existing(cache: string, prefix: string): readonly string[] {
  try {
    return readdirSync(cache).filter((name) => name.startsWith(prefix) && name.endsWith(".tar"));
  } catch {
    return [];
  }
}
