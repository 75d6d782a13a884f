import type { NixValue } from "@quorate/cluster";

/**
 * Who may speak to the apiserver without a name: health checks, and nobody else. kube-vip's check of the
 * apiserver is anonymous; with anonymous access off it would never announce the VIP. GA since Kubernetes 1.34
 * (KEP-4633); takes the place of `--anonymous-auth`.
 */
export function authenticationConfiguration(version: "v1" | "v1beta1"): { readonly [key: string]: NixValue } {
  return {
    apiVersion: `apiserver.config.k8s.io/${version}`,
    kind: "AuthenticationConfiguration",
    // No tokens of other issuers.
    jwt: [],
    anonymous: {
      enabled: true,
      conditions: [{ path: "/healthz" }, { path: "/livez" }, { path: "/readyz" }],
    },
  };
}
