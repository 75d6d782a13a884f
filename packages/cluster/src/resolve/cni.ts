import { flannel } from "../dsl/cni.ts";
import { byKind, type KindTable } from "../model/by-kind.ts";
import type { ResolvedCni } from "../model/cni.ts";
import type { ParsedNetworkSpec } from "../parse/schema.ts";

type WrittenCni = NonNullable<ParsedNetworkSpec["cni"]>;

const RESOLVERS: KindTable<WrittenCni, [], ResolvedCni> = {
  flannel: ({ backend = "vxlan" }) => ({ kind: "flannel", backend }),
  none: () => ({ kind: "none" }),
};

/** What connects the pods, with its defaults filled in: flannel where machines.ts names nothing. */
export function resolveCni(written: WrittenCni = flannel()): ResolvedCni {
  return byKind(RESOLVERS, written);
}
