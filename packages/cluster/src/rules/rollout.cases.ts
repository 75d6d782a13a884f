import type { FindingCase } from "../testing/finding-case.ts";

const window = { from: "22:00", to: "04:00" };
const check = { name: "alerts", run: "true" };

const windowCase = (title: string, field: string, change: object): FindingCase => ({
  code: "window-invalid",
  title,
  wrong: [[["rollout"], { window: { ...window, ...change } }]],
  path: ["rollout", "window", field],
  right: [[["rollout"], { window: { ...window, days: ["Sat", "Sun"], timeZone: "Europe/Berlin" } }]],
});

const checkCase = (title: string, field: string, change: object): FindingCase => ({
  code: "rollout-check-invalid",
  title,
  wrong: [[["rollout"], { checks: [{ ...check, ...change }] }]],
  path: ["rollout", "checks", 0, field],
  right: [[["rollout"], { checks: [{ ...check, on: "node1" }] }]],
});

/** How deployments go about it. */
export const ROLLOUT: readonly FindingCase[] = [
  windowCase("an hour too late", "from", { from: "24:00" }),
  windowCase("no time", "to", { to: "4 am" }),
  windowCase("that never is open", "to", { to: "22:00" }),
  windowCase("a day twice", "days", { days: ["Sat", "Sat"] }),
  windowCase("a time zone", "timeZone", { timeZone: "Europe/Belin" }),
  {
    code: "window-invalid",
    title: "the second of two",
    wrong: [[["rollout"], { window: [window, { ...window, from: "7:00" }] }]],
    path: ["rollout", "window", 1, "from"],
    right: [[["rollout"], { window: [window, { ...window, from: "07:00" }] }]],
  },
  checkCase("a name", "name", { name: "My alerts" }),
  {
    code: "rollout-check-invalid",
    title: "two of a name",
    wrong: [[["rollout"], { checks: [check, check] }]],
    path: ["rollout", "checks", 1, "name"],
    right: [[["rollout"], { checks: [check, { ...check, name: "storage" }] }]],
  },
  checkCase("nothing to run", "run", { run: " " }),
  checkCase("several lines", "run", { run: "true\nfalse" }),
  checkCase("on a router", "on", { on: "exit" }),
  checkCase("on nobody", "on", { on: "node9" }),
  ...["timeout", "within"].map(
    (field): FindingCase => ({
      code: "seconds-invalid",
      title: field,
      wrong: [[["rollout"], { checks: [{ ...check, [field]: 0 }] }]],
      path: ["rollout", "checks", 0, field],
      right: [[["rollout"], { checks: [{ ...check, [field]: 1 }] }]],
    }),
  ),
  {
    code: "seconds-invalid",
    title: "soak",
    wrong: [[["rollout"], { soak: 1.5 }]],
    path: ["rollout", "soak"],
    right: [[["rollout"], { soak: 60 }]],
  },
  ...(["keep", "days"] as const).map(
    (field): FindingCase => ({
      code: "snapshots-invalid",
      title: field,
      wrong: [[["rollout"], { snapshots: { [field]: 0 } }]],
      path: ["rollout", "snapshots", field],
      right: [[["rollout"], { snapshots: { [field]: 1 } }]],
    }),
  ),
  ...[0, 1.5, "0%", "101%", "ten%"].map(
    (value): FindingCase => ({
      code: "max-unavailable-invalid",
      title: String(value),
      wrong: [[["rollout"], { maxUnavailable: value }]],
      path: ["rollout", "maxUnavailable"],
      right: [[["rollout"], { maxUnavailable: typeof value === "number" ? 2 : "25%" }]],
    }),
  ),
];
