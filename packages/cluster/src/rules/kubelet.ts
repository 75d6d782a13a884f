import * as z from "zod";
import { KUBELET_FIELDS, type KubeletForm } from "../dsl/kubelet.ts";
import { didYouMean } from "../model/closest-name.ts";
import { type Finding, finding, quote } from "../model/finding.ts";
import { checkPlainData } from "./plain-data.ts";

/** What k3s or Quorate says to the kubelet already, and what makes it a KubeletConfiguration. */
const SET_BY_ITSELF: readonly string[] = [
  "apiVersion",
  "kind",
  "address",
  "authentication",
  "authorization",
  "clusterDNS",
  "clusterDomain",
  "containerRuntimeEndpoint",
  "port",
  "registerWithTaints",
  "staticPodPath",
  "staticPodURL",
  "staticPodURLHeader",
  "tlsCertFile",
  "tlsPrivateKeyFile",
];

/** How Go reads a duration (time.ParseDuration); none of a kubelet's is below 0. */
const DURATION = /^(0|(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))*$/;

/** Each form, as a noun, and what passes as one; a kubelet does not start with what does not. */
const FORMS: { readonly [F in KubeletForm]: readonly [string, z.ZodType] } = {
  flag: ["true or false", z.boolean()],
  count: ["a whole number from 0 on", z.int32().min(0)],
  integer: ["a whole number", z.int()],
  number: ["a number", z.number()],
  duration: ['a duration, such as "30s" or "1h30m"', z.string().regex(DURATION)],
  text: ["a text", z.string()],
  texts: ["a list of texts", z.array(z.string())],
  namedTexts: ["a set of names and texts", z.record(z.string(), z.string())],
  namedFlags: ["a set of names, each of them true or false", z.record(z.string(), z.boolean())],
  list: ["a list", z.array(z.unknown())],
  fields: ["a set of fields", z.record(z.string(), z.unknown())],
};

const FORM_OF: ReadonlyMap<string, KubeletForm> = new Map(
  (Object.keys(KUBELET_FIELDS) as KubeletForm[]).flatMap((form) =>
    KUBELET_FIELDS[form].map((field) => [field, form] as const),
  ),
);

/** What is wrong with fields of a KubeletConfiguration; a kubelet refuses the whole of it for one. */
export function* checkKubelet(kubelet: Readonly<Record<string, unknown>>): Iterable<Finding> {
  const path = ["distribution", "kubelet"];
  const unwritable = checkPlainData(kubelet, path);
  yield* unwritable;
  for (const [field, value] of Object.entries(kubelet)) {
    if (unwritable.some((one) => one.path[path.length] === field)) continue;
    const wrong = wrongWith(field, value);
    if (wrong !== undefined) yield finding("k3s-kubelet-invalid", [...path, field], ...wrong);
  }
}

function wrongWith(field: string, value: unknown): readonly [string, string] | undefined {
  if (SET_BY_ITSELF.includes(field)) {
    return [`${field} is set already, from the rest of the file`, "Remove it."];
  }
  const form = FORM_OF.get(field);
  if (form === undefined) {
    const hint = `${didYouMean(field, [...FORM_OF.keys()])}Write a field of KubeletConfiguration, such as maxPods.`;
    return [`${quote(field)} is no field of a kubelet`, hint];
  }
  const [noun, schema] = FORMS[form];
  return schema.safeParse(value).success ? undefined : [`${field} is not ${noun}`, `Write ${noun} here.`];
}
