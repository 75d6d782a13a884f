import { describeK3sLab } from "./k3s-lab-tests.ts";
import { nextMinor } from "./suites/k3s-minor.ts";

// A cluster of k3s' from one minor version to the next. Building the older one takes minutes more.

const [OLDER, NEWER] = ["1.35", "1.36"] as const;

describeK3sLab("a lab of an older k3s", { name: "k3s-minor", version: OLDER }, (lab) =>
  nextMinor(lab, OLDER, NEWER),
);
