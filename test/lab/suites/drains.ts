import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { ClusterLab } from "../cluster-lab.ts";
import { budget, deployment } from "../objects.ts";
import { eventually } from "../workspace.ts";

/** What an operator of databases does: once the primary's node is cordoned, another pod is the primary. */
const MAKES_WAY = `while sleep 1; do
  set -- $(kubectl get pods -l app=db,role=primary -o jsonpath='{.items[0].metadata.name} {.items[0].spec.nodeName}')
  [ -n "$2" ] && [ "$(kubectl get node "$2" -o jsonpath='{.spec.unschedulable}')" = true ] || continue
  next=$(kubectl get pods -l app=db,role!=primary --field-selector spec.nodeName!=$2 -o jsonpath='{.items[0].metadata.name}')
  [ -n "$next" ] && kubectl label pod "$1" role- && kubectl label pod "$next" role=primary
done`;

/** Nodes that are rebooted on purpose, and what becomes of their pods: real evictions, and real budgets. */
export function drains(lab: ClusterLab): void {
  describe("a node that is rebooted on purpose", () => {
    let operator: ChildProcess | undefined;
    const quorate = (...words: readonly string[]) => lab.workspace.asOperator(...words);
    const get = (what: string, path: string, ...more: readonly string[]) =>
      lab.kubernetes.kubectl("get", ...what.split(" "), ...more, `--output=jsonpath=${path}`).out;
    const apply = (...items: readonly object[]) => {
      lab.workspace.write("drains.json", JSON.stringify({ apiVersion: "v1", kind: "List", items }));
      lab.kubernetes.must("apply", "--filename", join(lab.workspace.folder, "drains.json"));
    };
    const nodeOf = (labels: string) => get("pods", "{.items[0].spec.nodeName}", `--selector=${labels}`);
    const cordonOf = (node: string) =>
      get(`node ${node}`, "{.spec.unschedulable}|{.metadata.annotations.quorate/cordoned-by}");
    const bootOf = (node: string) =>
      lab.workspace.mustOnHost(node, ["cat", "/proc/sys/kernel/random/boot_id"]);
    const available = (name: string) => get(`deployment ${name}`, "{.status.availableReplicas}");

    afterAll(() => {
      operator?.kill();
      lab.kubernetes.kubectl("delete", "deployment,poddisruptionbudget", "--all", "--wait=false");
    });

    test("is left by its pods first, also by a primary that makes way once it is cordoned", {
      timeout: 600_000,
    }, async () => {
      apply(
        deployment("web", 2),
        deployment("db", 2),
        budget("web", { app: "web" }, { maxUnavailable: 1 }),
        budget("db", { app: "db", role: "primary" }, { minAvailable: 1 }),
      );
      await eventually("both are there", 120, () => available("web") === "2" && available("db") === "2");
      const primary = get("pods", "{.items[0].metadata.name}", "--selector=app=db");
      lab.kubernetes.must("label", "pod", primary, "role=primary");
      const [program, ...words] = ["lab", "run", "--", "sh", "-c", MAKES_WAY];
      operator = spawn(process.execPath, [lab.workspace.program, program ?? "", ...words], {
        cwd: lab.workspace.folder,
        stdio: "ignore",
      });
      const node = nodeOf("app=db,role=primary");
      const boot = bootOf(node);
      const { code, out, err } = quorate("reboot", node);
      expect({ code, out }, err).toEqual({ code: 0, out: `${node}: rebooted\n` });
      expect(err).toContain(`${node}: draining, since a reboot ends its pods`);
      expect(bootOf(node)).not.toBe(boot);
      expect(cordonOf(node)).toBe("|");
      expect(nodeOf("app=db,role=primary")).not.toBe(node);
    });

    test("is not even cordoned where a budget can never let a pod go", { timeout: 180_000 }, async () => {
      apply(deployment("one", 1), budget("one", { app: "one" }, { maxUnavailable: 0 }));
      await eventually("it is there", 60, () => available("one") === "1");
      const node = nodeOf("app=one");
      const boot = bootOf(node);
      const { code, err } = quorate("reboot", node);
      expect(code, err).toBe(1);
      expect(err).toMatch(/\[budget-never-met\]/);
      expect(err).toMatch(/default\/one can never let default\/one-.* go: .* Deployment one makes no more/);
      expect(cordonOf(node)).toBe("|");
      expect(bootOf(node)).toBe(boot);
      lab.kubernetes.must("delete", "deployment,poddisruptionbudget", "one");
    });

    test("stays cordoned where somebody else had done that, and only ours is undone", {
      timeout: 600_000,
    }, () => {
      lab.kubernetes.must("cordon", "node3");
      const { code, out, err } = quorate("reboot", "node3");
      expect({ code, out }, err).toEqual({
        code: 0,
        out: "node3: rebooted, left cordoned, as somebody else had it\n",
      });
      expect(cordonOf("node3")).toBe("true|");
      expect(quorate("uncordon")).toMatchObject({ code: 0 });
      expect(cordonOf("node3")).toBe("true|");
      // As a run leaves it that is killed between its cordon and its end.
      lab.kubernetes.must(
        "annotate",
        "node",
        "node3",
        "quorate/cordoned-by=dead 2026-11-26T11:00:00Z me@here",
      );
      expect(quorate("uncordon", "node3")).toMatchObject({
        code: 0,
        out: "node3: uncordoned (a run that died had left it cordoned)\n",
      });
      expect(cordonOf("node3")).toBe("|");
    });
  });
}
