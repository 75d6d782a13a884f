import type { Cni, FlannelBackend } from "../dsl/cni.ts";

/** What connects the pods, resolved: every default is filled in. */
export type ResolvedCni =
  | { readonly kind: "flannel"; readonly backend: FlannelBackend }
  | { readonly kind: "none" };

/** The kinds of what connects the pods. */
export type CniKind = Cni["kind"];

/** What is to be said of everything that connects pods: a table without a row for one does not compile. */
export type ByCni<T> = { readonly [K in CniKind]: T };
