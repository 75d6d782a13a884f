export { type EtcdOptions, etcdEnvironment } from "./etcd-environment.ts";
export { type Proof, proofsFor } from "./proofs.ts";
export { type Quorum, type QuorumSource, startQuorum } from "./quorum.ts";
export { lackingForQuorum } from "./requirements.ts";
export { type SeenProof, type ShownQuorum, showQuorum } from "./show-quorum.ts";
