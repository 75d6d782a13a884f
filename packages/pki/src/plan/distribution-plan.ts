import type { AuthorityName, CertificateName, Cluster, Node } from "@quorate/cluster";
import type { LeafProfile } from "./leaf.ts";

/** A certificate authority: `authorities/<name>.crt` and `.key`. */
export interface AuthorityPlan {
  readonly name: AuthorityName;
  readonly commonName: string;
  /** Who signs it, and whose certificate its own has behind it; `undefined`: it signs itself. */
  readonly root?: AuthorityName;
  /** Made elsewhere: its certificate was imported, and is all that there is of it here. */
  readonly adopted?: true;
}

/** A kubeconfig of the operator's, with everything embedded. */
export interface KubeconfigPlan {
  /** Relative to the certificates' folder. */
  readonly path: string;
  /** Name of the certificate in `operator/` that it shows. */
  readonly user: string;
  /** Whose certificate the API's own is checked with. */
  readonly authority: AuthorityName;
}

/** What a distribution has in the certificates' folder. Which of the nodes' secrets there are, its secrets say. */
export interface DistributionPlan {
  /** A root before those that it signs. */
  readonly authorities: readonly AuthorityPlan[];
  /** What the certificates in `operator/` say, by name. */
  readonly operator: { readonly [name: string]: LeafProfile };
  /** The authorities that the operator checks servers with. */
  readonly operatorAuthorities: readonly AuthorityName[];
  readonly kubeconfigs: readonly KubeconfigPlan[];
  /** What a certificate on a node says. */
  readonly profileOf: (name: CertificateName, cluster: Cluster, node: Node) => LeafProfile;
}
