import { describe, expect, it } from "vitest";
import {
  authorityPair,
  fileOfAuthorities,
  fileOfNode,
  fileOfOperator,
  folderOfNode,
  KNOWN_HOSTS,
  KUBECONFIG,
  nodeOfPath,
  OPERATOR_SSH_KEY,
  placeOfPath,
  publicKeyPath,
} from "./certificate-folder.ts";

// The layout is on people's disks: a change here asks for one of the folders that exist.
describe("the certificates' folder", () => {
  it.each([
    [folderOfNode("node1"), "hosts/node1"],
    [fileOfNode("node1", "etcd-peer.key"), "hosts/node1/etcd-peer.key"],
    [fileOfAuthorities("service-account.key"), "authorities/service-account.key"],
    [fileOfOperator("admin.crt"), "operator/admin.crt"],
    [authorityPair("etcd-ca").certificate, "authorities/etcd-ca.crt"],
    [authorityPair("etcd-ca").key, "authorities/etcd-ca.key"],
    [KUBECONFIG, "operator/kubeconfig"],
    [KNOWN_HOSTS, "operator/known_hosts"],
    [OPERATOR_SSH_KEY, "operator/id_ed25519"],
    [publicKeyPath(OPERATOR_SSH_KEY), "operator/id_ed25519.pub"],
  ])("%s", (path, expected) => {
    expect(path).toBe(expected);
  });

  it.each([
    ["hosts/node1", "node1", "node1"],
    ["hosts/node1/etcd-peer.key", "node1", "node1"],
    ["authorities/etcd-ca.key", "authorities", undefined],
    ["operator/admin.key", "operator", undefined],
    ["quorate.json", "quorate.json", undefined],
    ["hosts", "", undefined],
    ["hostsfile", "hostsfile", undefined],
  ])("%s is in the place %s, of the node %s", (path, place, node) => {
    expect([placeOfPath(path), nodeOfPath(path)]).toEqual([place, node]);
  });
});
