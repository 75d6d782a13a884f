import type { CephHealth, Health } from "@quorate/cluster";
import * as z from "zod";
import { type Answers, numberSaid } from "../observe/answers.ts";

/** What of `ceph status` is read. */
const CEPH_STATUS = z.object({
  health: z.object({
    status: z.string(),
    checks: z.record(z.string(), z.object({ summary: z.object({ message: z.string() }).optional() })),
  }),
});

/** What is not well, a clause each; nothing where all is. What was not said is not well. */
export function complaintsOf(health: Health, answers: Answers): readonly string[] {
  return [
    ...answers.all("namespace-missing").map((name) => `there is no namespace ${name}`),
    ...answers.all("workload").flatMap(workloadComplaint),
    ...(health.ceph === undefined ? [] : cephComplaints(health.ceph, answers)),
  ];
}

const KINDS: { readonly [kind: string]: string } = { daemonsets: "DaemonSet", deployments: "Deployment" };

/** One that its controller has not seen in its latest form says nothing of that form. */
function workloadComplaint(line: string): readonly string[] {
  const [kind = "", name = "", wanted = "", available = "", generation = "", observed = ""] = line.split("|");
  const what = `${KINDS[kind] ?? kind} ${name}`;
  // The API leaves a zero out.
  const [all, up] = [numberSaid(wanted) ?? 0, numberSaid(available) ?? 0];
  if ((numberSaid(observed) ?? 0) < (numberSaid(generation) ?? 0)) {
    return [`${what} is being changed, and its controller has not seen that yet`];
  }
  return up < all ? [`${what} has ${up} of ${all} pods available`] : [];
}

function cephComplaints({ required, tolerate }: CephHealth, answers: Answers): readonly string[] {
  if (answers.last("ceph-tools") === "none") {
    return required ? ["Ceph was not asked: there is no Deployment rook-ceph-tools"] : [];
  }
  const said = answers.last("ceph");
  if (said === "") return ["Ceph does not answer"];
  const status = statusOf(said);
  if (status === undefined) return ["what Ceph says of itself can't be read"];
  if (status.status === "HEALTH_OK") return [];
  const checks = Object.entries(status.checks);
  const wrong = checks.filter(([code]) => status.status !== "HEALTH_WARN" || !tolerate.includes(code));
  if (wrong.length === 0 && checks.length > 0) return [];
  const told = wrong.map(([code, { summary }]) =>
    summary === undefined ? code : `${code} (${summary.message})`,
  );
  return [`Ceph is in ${status.status}${told.length === 0 ? "" : `: ${told.join(", ")}`}`];
}

function statusOf(said: string): z.output<typeof CEPH_STATUS>["health"] | undefined {
  try {
    return CEPH_STATUS.safeParse(JSON.parse(said)).data?.health;
  } catch {
    return undefined;
  }
}
