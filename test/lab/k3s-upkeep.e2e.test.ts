import { describeK3sLab } from "./k3s-lab-tests.ts";
import { aServerThatGoes } from "./suites/k3s-removal.ts";
import { plannedRenewal } from "./suites/k3s-renewal.ts";
import { strangers } from "./suites/k3s-strangers.ts";

// What is done to a cluster of k3s' over the years: a server that goes, certificates that end, a join that meets
// something else. It takes twenty minutes.

describeK3sLab(
  "a lab of k3s over the years",
  { name: "k3s-upkeep" },
  aServerThatGoes,
  plannedRenewal,
  strangers,
);
