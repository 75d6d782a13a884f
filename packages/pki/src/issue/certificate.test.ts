import "reflect-metadata";
import { createPrivateKey } from "node:crypto";
import * as x509 from "@peculiar/x509";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, NOW } from "../../test/folder.ts";
import { namesFrom } from "../plan/alternative-names.ts";
import type { LeafProfile, Usage } from "../plan/leaf.ts";
import { validityFrom } from "../plan/lifetime.ts";
import { makeAuthority } from "./authority.ts";
import { makeLeaf } from "./leaf.ts";

/** Written in two parts: no file here looks as if it held a private key. */
const EC_HEADER = ["-----BEGIN EC", "PRIVATE KEY-----"].join(" ");

const PURPOSES: { readonly [usage in Usage]: string } = {
  server: "1.3.6.1.5.5.7.3.1",
  client: "1.3.6.1.5.5.7.3.2",
};

const { authority, certificatePem } = makeAuthority({ name: "etcd-ca", commonName: "etcd-ca" }, NOW, 3650);

const text = fc.stringMatching(/^[a-z][a-z0-9:-]{0,75}$/);
const profile: fc.Arbitrary<LeafProfile> = fc
  .record({
    commonName: text,
    organization: fc.option(text, { nil: undefined }),
    usages: fc.constantFrom<readonly Usage[]>(["server"], ["client"], ["server", "client"]),
    names: fc.array(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()), { maxLength: 40 }),
  })
  .map(({ names, ...rest }) => ({ authority: "etcd-ca" as const, ...rest, ...namesFrom(names) }));

describe("certificates that we lay out", () => {
  it("parse in another library, verify there, and say what the profile says", async () => {
    const parent = new x509.X509Certificate(certificatePem);
    await fc.assert(
      fc.asyncProperty(profile, async (leaf) => {
        const validity = validityFrom(NOW, 365);
        const parsed = new x509.X509Certificate(makeLeaf(leaf, validity, authority).certificatePem);
        expect(await parsed.verify({ publicKey: parent, date: NOW })).toBe(true);
        expect(parsed.issuer).toBe("CN=etcd-ca");
        const organization = leaf.organization === undefined ? [] : [{ O: [leaf.organization] }];
        expect(parsed.subjectName.toJSON()).toEqual([...organization, { CN: [leaf.commonName] }]);
        expect([parsed.notBefore, parsed.notAfter]).toEqual([validity.notBefore, validity.notAfter]);
        expect(parsed.getExtension(x509.ExtendedKeyUsageExtension)?.usages).toEqual(
          leaf.usages.map((usage) => PURPOSES[usage]),
        );
        const names = parsed.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
        const found = names.map(({ type, value }) => (type === "ip" ? namesFrom([value]).ips[0] : value));
        expect(found).toEqual([...leaf.dns, ...leaf.ips]);
        expect(parsed.getExtension(x509.BasicConstraintsExtension)).toMatchObject({
          ca: false,
          critical: true,
        });
        expect(parsed.getExtension(x509.KeyUsagesExtension)?.usages).toBe(
          x509.KeyUsageFlags.digitalSignature,
        );
        const own = parsed.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId;
        expect(own).toBe(parent.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId);
      }),
      { numRuns: 150 },
    );
  });

  it("make an authority that signs leaves and no further authorities", () => {
    const parsed = new x509.X509Certificate(certificatePem);
    expect(parsed.getExtension(x509.BasicConstraintsExtension)).toMatchObject({
      ca: true,
      critical: true,
      pathLength: 0,
    });
    const { keyCertSign, cRLSign, digitalSignature } = x509.KeyUsageFlags;
    expect(parsed.getExtension(x509.KeyUsagesExtension)?.usages).toBe(
      keyCertSign | cRLSign | digitalSignature,
    );
    expect(parsed.notAfter.getTime() - NOW.getTime()).toBe(3650 * DAY);
  });

  it("write years from 2050 on as GeneralizedTime", async () => {
    const late = makeAuthority({ name: "etcd-ca", commonName: "etcd-ca" }, NOW, 365 * 40);
    const parsed = new x509.X509Certificate(late.certificatePem);
    expect(parsed.notAfter.getTime() - NOW.getTime()).toBe(365 * 40 * DAY);
    expect(await parsed.isSelfSigned()).toBe(true);
  });

  it("have serial numbers of 16 bytes, positive, no two alike", () => {
    const leaf: LeafProfile = {
      authority: "etcd-ca",
      commonName: "a",
      organization: undefined,
      usages: ["client"],
      dns: [],
      ips: [],
    };
    const serials = Array.from({ length: 300 }, () => {
      const { certificatePem: pem } = makeLeaf(leaf, validityFrom(NOW, 1), authority);
      return new x509.X509Certificate(pem).serialNumber;
    });
    expect(new Set(serials).size).toBe(300);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9a-f]{31}$/);
  });

  it("never outlive their authority", () => {
    const end = new Date(NOW.getTime() + DAY);
    expect(validityFrom(NOW, 365, end).notAfter).toEqual(end);
    expect(validityFrom(NOW, 365, new Date(NOW.getTime() + 400 * DAY)).notAfter).toEqual(
      new Date(NOW.getTime() + 365 * DAY),
    );
  });

  it("come with keys that OpenSSL reads", () => {
    const { privateKeyPem } = makeLeaf(
      {
        authority: "etcd-ca",
        commonName: "a",
        organization: undefined,
        usages: ["client"],
        dns: [],
        ips: [],
      },
      validityFrom(NOW, 1),
      authority,
    );
    expect(privateKeyPem.startsWith(`${EC_HEADER}\n`)).toBe(true);
    expect(createPrivateKey(privateKeyPem).asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
  });
});
