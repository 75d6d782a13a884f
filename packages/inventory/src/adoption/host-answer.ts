import { createHash } from "node:crypto";
import { normalizeCidr } from "cidr-tools";
import { readK3sConfig } from "./k3s-config.ts";
import { type K3sFlags, k3sFlags } from "./k3s-flags.ts";
import { MARKER } from "./question.ts";

/** What a machine told of itself. `undefined` is what it did not tell, which is never taken for a no. */
export interface HostAnswer {
  /** The name that it is known by in the cluster, if it is. */
  readonly name: string | undefined;
  /** Such as `24.05`. */
  readonly release: string | undefined;
  /** What its configuration says, in any of its files. */
  readonly stateVersion: string | undefined;
  readonly interface: string | undefined;
  readonly gateway: string | undefined;
  /** The network of its address, in CIDR notation. */
  readonly subnet: string | undefined;
  readonly firmware: "uefi" | "bios" | undefined;
  readonly loader: "grub" | "systemd-boot" | undefined;
  /** What is mounted when it boots, without what NixOS mounts by itself. */
  readonly fileSystems: readonly FileSystem[];
  readonly swap: readonly string[];
  /** The disk that `/` is on, as the kernel calls it. */
  readonly disk: string | undefined;
  /** Whoever may log in as root. */
  readonly rootKeys: readonly string[];
  readonly hostKey: string | undefined;
  /** `undefined` where no k3s is started on it. */
  readonly k3s: K3sAnswer | undefined;
}

/** An entry of /etc/fstab. */
export interface FileSystem {
  readonly target: string;
  readonly source: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** What a machine told of its k3s. */
export interface K3sAnswer {
  /** `undefined` where how it is started tells none. */
  readonly role: "server" | "agent" | undefined;
  /** Such as `1.30.4+k3s1`. */
  readonly version: string | undefined;
  /** Flags by name, those of its configuration file among them; one without a value has none. */
  readonly flags: K3sFlags;
  /** Its configuration files that could not be read; what they say is in no flag. */
  readonly unread: readonly string[];
  /** What it is told by variables of its unit: their names. */
  readonly variables: readonly string[];
  /** Files beside its own that it takes in at a start, by their paths below its folders. */
  readonly files: readonly string[];
  readonly data: "etcd" | "sqlite" | undefined;
  /** SHA-256 of the file at /cacerts, which a token's hash is for. */
  readonly authorities: string | undefined;
  /** That file: certificates, PEM. */
  readonly serverAuthority: string | undefined;
  /** SHA-256 of the token's secret. */
  readonly token: string | undefined;
  readonly encryption: "on" | "off" | undefined;
  /** Node ports and host ports, as `80/TCP`; `undefined` where the cluster could not be asked. */
  readonly ports: readonly string[] | undefined;
}

/** What NixOS mounts without being told. */
const OF_NIXOS: readonly RegExp[] = [/^\/nix\/store$/, /^\/(proc|sys|dev|run|tmp)(\/|$)/];

/** Reads what {@link adoptionScript} printed; `undefined` where that is no answer of it. */
export function readHostAnswer(text: string, address: string): HostAnswer | undefined {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const start = lines.indexOf(MARKER);
  if (start < 0) return undefined;
  const told = lines.slice(start + 1);
  const all = (key: string) =>
    told.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
  const one = (key: string) => all(key).find((value) => value !== "");
  const k3s = readK3s(all, one);
  const name = k3s?.flags.get("node-name")?.[0] ?? one("hostname");
  const { fileSystems, swap } = readFstab(all("fstab"));
  return {
    name: name?.toLowerCase(),
    release: one("release"),
    stateVersion: one("state-version"),
    ...readNetwork(one("route") ?? "", all("addr"), address),
    firmware: oneOf(one("firmware"), ["uefi", "bios"]),
    // A machine that was moved to UEFI may have kept GRUB's menu.
    loader: oneOf(one("firmware") === "uefi" ? all("loader").at(-1) : one("loader"), [
      "grub",
      "systemd-boot",
    ]),
    fileSystems,
    swap,
    disk: one("disk"),
    rootKeys: [...new Set(all("root-key").filter((key) => key !== ""))],
    hostKey: one("host-key"),
    k3s,
  };
}

type All = (key: string) => readonly string[];
type One = (key: string) => string | undefined;

function readK3s(all: All, one: One): K3sAnswer | undefined {
  const start = one("k3s-start");
  if (start === undefined) return undefined;
  const config = readK3sConfig(all("k3s-config").join("\n"));
  const unread = [...new Set(all("k3s-config-odd"))];
  const { role, flags } = k3sFlags(start, config ?? new Map());
  const digest = (key: string) => /^[0-9a-f]{64}/.exec(one(key) ?? "")?.[0];
  const asked = one("services") !== undefined && one("pods") !== undefined;
  return {
    role,
    version: one("k3s-version"),
    flags,
    unread: unread.length > 0 || config !== undefined ? unread : ["config.yaml"],
    variables: [...new Set(all("k3s-variable"))].sort(),
    files: all("k3s-file"),
    data: oneOf(one("data"), ["etcd", "sqlite"]),
    authorities: digest("authorities"),
    serverAuthority: certificatesOf(one("server-ca"), digest("authorities")),
    token: digest("token"),
    encryption: readEncryption(one("encryption") ?? ""),
    ports: asked ? [...new Set(all("port").filter((port) => /^[1-9]\d*\/[A-Z]+$/.test(port)))] : undefined,
  };
}

/** How k3s begins its answer; with anything else in its place nothing is known. */
function readEncryption(status: string): K3sAnswer["encryption"] {
  return /^Enabled\b/.test(status) ? "on" : /^Disabled\b/.test(status) ? "off" : undefined;
}

/** What was told in base64, where it is certificates and what the digest is of. */
function certificatesOf(base64: string | undefined, digest: string | undefined): string | undefined {
  const bytes = Buffer.from(base64 ?? "", "base64");
  const text = bytes.toString("latin1");
  const isWhole = createHash("sha256").update(bytes).digest("hex") === digest;
  return isWhole && /^(-----BEGIN CERTIFICATE-----[\w+/=\r\n]+-----END CERTIFICATE-----\s*)+$/.test(text)
    ? text
    : undefined;
}

function readNetwork(
  route: string,
  addresses: readonly string[],
  address: string,
): Pick<HostAnswer, "interface" | "gateway" | "subnet"> {
  const own = addresses
    .map((line) => /^(\S+)\s+inet ([\d.]+)\/(\d+)/.exec(line))
    .find((match) => match?.[2] === address);
  const prefix = own?.[3] === undefined ? undefined : Number(own[3]);
  return {
    interface: own?.[1] ?? / dev (\S+)/.exec(route)?.[1],
    gateway: / via ([\d.]+)/.exec(route)?.[1],
    subnet: prefix === undefined ? undefined : normalizeCidr(`${address}/${prefix}`),
  };
}

function readFstab(lines: readonly string[]): Pick<HostAnswer, "fileSystems" | "swap"> {
  const entries = lines.map((line) => line.trim().split(/\s+/));
  return {
    fileSystems: entries.flatMap(([source = "", target = "", type = "", options = ""]) =>
      target.startsWith("/") && !OF_NIXOS.some((own) => own.test(target))
        ? [{ source, target, type, options: options.split(",").filter(isOwnOption) }]
        : [],
    ),
    swap: entries.flatMap(([source = "", , type]) => (type === "swap" ? [source] : [])),
  };
}

/** NixOS adds the others by itself. */
function isOwnOption(option: string): boolean {
  return (
    option !== "" && option !== "defaults" && !option.startsWith("x-initrd") && !option.startsWith("x-nixos")
  );
}

function oneOf<Value extends string>(text: string | undefined, values: readonly Value[]): Value | undefined {
  return values.find((value) => value === text);
}
