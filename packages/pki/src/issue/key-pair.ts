import { createECDH, createHash, type ECDH } from "node:crypto";
import { pem, unpem } from "../der/pem.ts";
import { bits, integer, octets, oid, sequence, tagged } from "../der/write.ts";

/** A P-256 key pair. */
export interface KeyPair {
  /**
   * SEC1 (`BEGIN EC PRIVATE KEY`), as kubeadm writes it: Go programs and OpenSSL read it as well as
   * PKCS#8, and k3s reads it alone.
   */
  readonly privateKeyPem: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  readonly keyId: Buffer;
}

const CURVE = oid("1.2.840.10045.3.1.7");
const ALGORITHM = sequence(oid("1.2.840.10045.2.1"), CURVE);
const VERSION_1 = integer(Buffer.from([1]));
const NAMED_CURVE = tagged(0xa0, CURVE);
const LABEL = "EC PRIVATE KEY";
// Header, version, header of the scalar; scalar, curve, point.
const SCALAR_AT = 7;
const OWN_LENGTH = 121;

/** Makes a key pair. OpenSSL's own encoders take five times as long as its key generation: the armour is ours. */
export function makeKeyPair(): KeyPair {
  const ecdh = createECDH("prime256v1");
  const point = ecdh.generateKeys();
  return {
    privateKeyPem: pem(LABEL, privateKeyDer(ecdh)),
    publicKey: publicKeyDer(point),
    keyId: keyIdOf(point),
  };
}

/**
 * Whether `privateKeyPem` is, byte for byte, the file that {@link makeKeyPair} makes of the key that belongs to
 * `publicKey`. Says no to other notations of the same key.
 */
export function isOwnKeyOf(publicKey: Buffer, privateKeyPem: Buffer): boolean {
  const der = unpem(LABEL, privateKeyPem.toString("latin1"));
  if (der?.length !== OWN_LENGTH) return false;
  const ecdh = createECDH("prime256v1");
  try {
    ecdh.setPrivateKey(der.subarray(SCALAR_AT, SCALAR_AT + 32));
  } catch {
    // Zero, or beyond the order of the curve.
    return false;
  }
  return privateKeyDer(ecdh).equals(der) && publicKeyDer(ecdh.getPublicKey()).equals(publicKey);
}

/** The identifier of a public key: the first 20 bytes of its SHA-256 (RFC 7093 section 2, method 1). */
function keyIdOf(publicPoint: Uint8Array): Buffer {
  return createHash("sha256").update(publicPoint).digest().subarray(0, 20);
}

function privateKeyDer(ecdh: ECDH): Buffer {
  const point = tagged(0xa1, bits(ecdh.getPublicKey()));
  return sequence(VERSION_1, octets(scalar(ecdh.getPrivateKey())), NAMED_CURVE, point);
}

function publicKeyDer(point: Buffer): Buffer {
  return sequence(ALGORITHM, bits(point));
}

// Node leaves out leading zero bytes; SEC1 wants all 32 (RFC 5915 section 3).
function scalar(bytes: Buffer): Buffer {
  return bytes.length === 32 ? bytes : Buffer.concat([Buffer.alloc(32 - bytes.length), bytes]);
}
