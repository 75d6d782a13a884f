import { describeK3sLab } from "./k3s-lab-tests.ts";
import { k3sFaults } from "./suites/k3s-faults.ts";

// Bad input, and what machines do by themselves, on a cluster of k3s' that is at work. It takes a quarter of an hour.

describeK3sLab("a lab of k3s in trouble", { name: "k3s-faults" }, k3sFaults);
