import { describe, expect, it } from "vitest";
import { hideInText, holdsSecret, namesSecret, speaksOfSecret } from "./secret-words.ts";

/** The line that a key in PEM begins with; in parts, so that no search for keys finds one here. */
const beginOf = (kind: string) => `-----BEGIN ${kind} ${"KEY"}-----`;

describe("a name", () => {
  it.each(
    "password adminPassword root_pw pwd bmc-pass userpass passphrase token join_token API_TOKEN apitokens secret clientSecret AWS_SECRET_ACCESS_KEY privateKey private key ssh_key apikey wifi_psk wifipsk pin auth snmp_community snmpCommunity2 luks credentials creds password2 hashedPassword".split(
      " ",
    ),
  )("%s may be a secret's", (name) => {
    expect(namesSecret(name)).toBe(true);
  });

  it.each(
    "initiator hostname rack user keyboard keyMap keyType passwordFile tokenFile key_path private_ip author publicKey authorizedKeys pinned spin token_ttl --authentication-token-webhook".split(
      " ",
    ),
  )("%s is none", (name) => {
    expect(namesSecret(name)).toBe(false);
  });
});

describe("a text", () => {
  it.each([
    "https://u:PASS@h/x",
    "see ssh://:x@h",
    `${beginOf("OPENSSH PRIVATE")}\nb3Bl`,
    beginOf("PRIVATE"),
    `K10${"a".repeat(64)}::server:abc`,
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x",
    "$6$salt$abcdefgh",
    "ghp_0123456789abcdef",
    "--token=x",
    'export PIN="1234"',
    "a\npassword: hunter2",
  ])("holds a secret: %s", (text) => {
    expect(holdsSecret(text)).toBe(true);
    expect(speaksOfSecret(text)).toBe(true);
  });

  it.each([
    "",
    "https://u@h/x",
    "https://h:6443/x",
    "-----BEGIN CERTIFICATE-----",
    "--token-file=/x",
    "--token=/x",
    "--anonymous-auth=false",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA key=x",
    "rack: 3",
    "/dev/disk/by-id/nvme-Samsung_SSD_990_PRO_2TB_S7KHNJ0W",
  ])("holds none: %s", (text) => {
    expect(holdsSecret(text)).toBe(false);
  });

  it("of a person speaks of one without a sign", () => {
    expect(speaksOfSecret("root password is HUNTER6")).toBe(true);
    expect(speaksOfSecret("the one with the loud fan, pinned to 1.30 by its author")).toBe(false);
  });

  it("keeps what is none", () => {
    expect(hideInText("--v=2 --token=x --url=https://u:p@h/ --cert-dir=d", "…")).toBe(
      "--v=2 --token=… --url=https://…@h/ --cert-dir=d",
    );
  });
});
