import type { Cluster, HostName } from "@quorate/cluster";
import { describe, expect, it } from "vitest";
import { testCluster, testDesired, testInstalled } from "../testing/observations.ts";
import { healthLine, healthQuestions, healthStatus } from "./health.ts";

const check = { name: "alerts", run: "true", on: undefined, timeout: 60, within: 60 };
const cluster: Cluster = {
  ...testCluster(),
  health: { namespaces: ["default"], ceph: undefined, checks: [check], within: 600 },
};
const observed = testDesired(cluster).map((one) => testInstalled(one));
const paths = { certificates: "/certs", run: "status" };
const output = (code: number, stdout: string, stderr = "") => ({ code, stdout, stderr });

describe("the health that status tells", () => {
  it("is what a deployment would ask, each thing once", () => {
    expect(healthQuestions(cluster, observed).map(({ kind }) => kind)).toEqual(["health", "check"]);
    expect(healthQuestions(testCluster(), observed)).toEqual([]);
    expect(healthQuestions({ ...cluster, nodes: [] }, observed)).toEqual([]);
  });

  it("is asked of a master that can be asked", () => {
    const [first] = cluster.nodes;
    const [question] = healthQuestions(cluster, observed);
    expect(question?.kind === "health" && question.api.host).not.toBe(first?.name as HostName);
  });

  it.each([
    [output(0, "workload=deployments|default/web|2|2|1|1\nhealth=asked\n"), "health: workloads: well"],
    [
      output(0, "workload=deployments|default/web|2|1|1|1\nhealth=asked\n"),
      "health: workloads: Deployment default/web has 1 of 2 pods available",
    ],
    [output(0, "workload=deployments|default/web|2|2|1|1\n"), /^health: workloads: .*asking for the health/],
    [output(78, "", "no apiserver is ready\n"), /^health: workloads: .*no apiserver is ready/],
  ])("%j", (answer, says) => {
    const [question] = healthQuestions(cluster, observed);
    if (question === undefined) throw new Error("nothing is asked");
    const line = healthLine(healthStatus(question, [answer], paths));
    if (typeof says === "string") expect(line).toBe(says);
    else expect(line).toMatch(says);
  });

  it("tells of checks by their names", () => {
    const question = healthQuestions(cluster, observed)[1];
    if (question === undefined) throw new Error("nothing is asked");
    expect(healthLine(healthStatus(question, [output(0, "")], paths))).toBe("health: alerts: well");
    expect(healthStatus(question, [output(3, "", "2 fire")], paths)).toMatchObject({
      of: "alerts",
      well: false,
    });
  });
});
