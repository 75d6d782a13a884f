import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSystemRunner } from "@quorate/command";
import { type LabWorld, labSettings } from "@quorate/lab";
import { afterAll, describe, expect, test } from "vitest";
import { making } from "../../../apps/lab/making.ts";
import { importImages } from "../../conformance/import-images.ts";
import { type Prepared, prepareSpecs } from "../../conformance/prepare.ts";
import { listSpecs, runBatches, type Suite } from "../../conformance/run-specs.ts";
import { SAMPLE } from "../../conformance/sample.ts";
import { batchesOf, focusOf, type Spec, type SpecResult } from "../../conformance/specs.ts";
import { NODES } from "../cluster-lab.ts";
import type { Kubernetes } from "../kubernetes.ts";
import type { Workspace } from "../workspace.ts";

/** The cluster that is tested. */
interface SampledLab {
  readonly workspace: Workspace;
  readonly kubernetes: Kubernetes;
}

/**
 * What Kubernetes' own tests say of the cluster: a sample, of what we configure. `ctr` asks containerd on a node; by
 * default where NixOS has it.
 */
export function conformanceSample(
  lab: SampledLab,
  nodes: readonly string[] = NODES,
  ctr?: readonly string[],
): void {
  describe("Kubernetes' own tests", () => {
    const { signal } = new AbortController();
    const folder = mkdtempSync(join(tmpdir(), "quorate-conformance-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    let prepared: Prepared;
    let specs: readonly Spec[];

    const suite = (): Suite => {
      const { program, folder: workspace } = lab.workspace;
      const machines = `--machines=${join(workspace, "machines.ts")}`;
      return {
        argv: [process.execPath, program, "lab", "run", machines, "--", prepared.program],
        kubeconfig: join(workspace, "certs/operator/kubeconfig"),
        folder,
      };
    };

    test("find their images on every node", async () => {
      const run = createSystemRunner({ onLine: () => {}, verbose: false });
      const world: LabWorld = { run, say: (_, line) => process.stderr.write(`${line}\n`) };
      const result = await prepareSpecs(world, labSettings(process.env), making(undefined));
      if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
      prepared = result.value;
      const { program, folder: workspace } = lab.workspace;
      const machines = `--machines=${join(workspace, "machines.ts")}`;
      await importImages(
        [process.execPath, program],
        machines,
        nodes,
        prepared.archives,
        folder,
        signal,
        ctr,
      );
    });

    test("have the specs of the sample, each of them", async () => {
      specs = await listSpecs(suite(), focusOf(SAMPLE), signal);
      expect(specs.map(({ name }) => name)).toEqual([...SAMPLE].sort());
      expect(specs.length).toBeGreaterThan(20);
    });

    // Each has limits of its own.
    test("pass", { timeout: 3_600_000 }, async () => {
      const results = new Map<string, SpecResult>();
      await runBatches(
        suite(),
        batchesOf(specs, 4),
        4,
        (more) => {
          for (const [name, result] of Object.entries(more)) results.set(name, result);
        },
        signal,
      );
      expect(Object.fromEntries([...results].filter(([, { outcome }]) => outcome !== "passed"))).toEqual({});
      expect([...results.keys()].sort()).toEqual([...SAMPLE].sort());
    });

    test("have none for Pod Security: a namespace that is restricted takes no privileged pod", async () => {
      lab.kubernetes.must("create", "namespace", "restricted");
      lab.kubernetes.must(
        "label",
        "namespace",
        "restricted",
        "pod-security.kubernetes.io/enforce=restricted",
      );
      const image = "--image=docker.io/library/hello:latest";
      const pod = ["--namespace=restricted", "run", "privileged", image, "--privileged", "--dry-run=server"];
      // No pod at all is taken before the namespace has its ServiceAccount.
      await expect
        .poll(() => lab.kubernetes.kubectl(...pod))
        .toMatchObject({ code: 1, err: expect.stringContaining("violates PodSecurity") });
    });
  });
}
