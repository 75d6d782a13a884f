import { PORTS, SECRETS_DIRECTORY, urlHost } from "@quorate/cluster";
import type { Answers } from "../answers.ts";
import { type Known, known, unknown } from "../known.ts";
import { type Asked, curl, type Subject } from "../subject.ts";

/** Who serves a certificate on a host. */
export type Server = "apiserver" | "kubelet" | "etcd-clients" | "etcd-peers";

/** A certificate as whoever connects is shown it. What lies in the file may be newer. */
export interface ServedCertificate {
  /** Hexadecimal, lower case. */
  readonly serial: string;
  /** As `Date` takes it. */
  readonly notAfter: string;
  /** Whether it is word for word the one in the host's secrets folder: if not, the server has to read it again. */
  readonly isTheFiles: boolean;
}

/** What is served on a host, for each server that is there to serve. */
export type ServedFacts = { readonly [S in Server]?: Known<ServedCertificate> };

interface Place {
  readonly url: string;
  /** Name of the pair in the secrets folder, without a suffix. */
  readonly file: string;
}

/** Where each of them is to be met, on a node that has it. */
const SERVERS: { readonly [S in Server]: (asked: Asked) => Place | undefined } = {
  apiserver: ({ cluster, node }) =>
    node.roles.controlPlane
      ? { url: `https://127.0.0.1:${cluster.api.port}/readyz`, file: "apiserver" }
      : undefined,
  kubelet: ({ node }) =>
    node.roles.kubelet
      ? { url: `https://${urlHost(node.addresses[0])}:${PORTS.kubelet.port}/`, file: "kubelet-server" }
      : undefined,
  "etcd-clients": ({ node }) =>
    node.roles.etcd
      ? { url: `https://127.0.0.1:${PORTS.etcdClient.port}/health`, file: "etcd-server" }
      : undefined,
  "etcd-peers": ({ cluster, node }) => {
    const member = cluster.etcd.members.find(({ name }) => name === node.name);
    return member === undefined ? undefined : { url: `${member.peerUrl}/members`, file: "etcd-peer" };
  },
};

const SERVER_NAMES = Object.keys(SERVERS) as readonly Server[];

/** A certificate's body in one line, the first one of the input's. */
export const CERTIFICATE_BODY =
  "sed -n '/-BEGIN CERTIFICATE-/,/-END CERTIFICATE-/{/CERTIFICATE/!p;/-END/q}' | tr -d '\\n'";

/** See {@link ServedFacts}. One part for each server, so that a silent one holds up no other. */
export const served: Subject<ServedFacts> = {
  questions: (asked) =>
    SERVER_NAMES.flatMap((server) => {
      const place = SERVERS[server](asked);
      if (place === undefined) return [];
      // Since 7.88 (February 2023) curl tells a certificate, also where its owner refuses what comes after it.
      const ask = curl(place.url, undefined, [
        "--http1.1",
        "--output",
        "/dev/null",
        "--write-out",
        "'%{certs}'",
      ]);
      return [
        `said=$(${ask})`,
        `echo "served-${server}=$(printf '%s\\n' "$said" | sed -n 's/^Serial Number: *//p' | head -n 1) $(printf '%s\\n' "$said" | sed -n 's/^Expire date: *//p' | head -n 1)"`,
        `if [ "$(printf '%s\\n' "$said" | ${CERTIFICATE_BODY})" = "$(cat ${SECRETS_DIRECTORY}/${place.file}.crt | ${CERTIFICATE_BODY})" ]; then echo served-same=${server}; fi`,
        `echo served-asked=${server}`,
      ];
    }),
  read: (answers) =>
    Object.fromEntries(
      SERVER_NAMES.filter((server) => answers.all("served-asked").includes(server)).map((server) => [
        server,
        certificateOf(answers, server),
      ]),
    ),
};

function certificateOf({ all, last }: Answers, server: Server): Known<ServedCertificate> {
  const [, serial, date] = /^([0-9A-Fa-f:]+) (\S.*)$/.exec(last(`served-${server}`)) ?? [];
  const expires = date === undefined ? Number.NaN : Date.parse(date);
  if (serial === undefined || Number.isNaN(expires)) {
    return unknown(`${server} served no certificate, or the host's curl is older than 7.88`);
  }
  return known({
    serial: serial.replaceAll(":", "").toLowerCase(),
    notAfter: new Date(expires).toISOString(),
    isTheFiles: all("served-same").includes(server),
  });
}
