import { describeK3sLab } from "./k3s-lab-tests.ts";
import { goingBack } from "./suites/k3s-going-back.ts";
import { anotherToken } from "./suites/k3s-tokens.ts";

// What is done to a cluster of k3s' that is at work. It takes half an hour.

describeK3sLab("a lab of k3s at work", { name: "k3s-changes" }, anotherToken, goingBack);
