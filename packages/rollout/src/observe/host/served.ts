import { PORTS, SECRETS_DIRECTORY, urlHost } from "@quorate/cluster";
import { OPERATIONS } from "../../distribution/operations.ts";
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
  /**
   * Whether it is word for word the one in the host's secrets folder: if not, the server has to read it again. True also
   * where it is none of ours, and no file tells anything of it.
   */
  readonly isTheFiles: boolean;
}

/** What is served on a host, for each server that is there to serve. */
export type ServedFacts = { readonly [S in Server]?: Known<ServedCertificate> };

/** Where a certificate is to be met. */
export interface ServedPlace {
  readonly server: Server;
  readonly url: string;
  /** Name of the pair in the secrets folder, without a suffix; `undefined` where it has issued that itself. */
  readonly file: string | undefined;
}

/** The pair in the secrets folder that each of them serves, without a suffix. */
export const SERVED_FILES: { readonly [S in Server]: string } = {
  apiserver: "apiserver",
  kubelet: "kubelet-server",
  "etcd-clients": "etcd-server",
  "etcd-peers": "etcd-peer",
};

/** Where each of them is to be met, on a node that has it. */
const URLS: { readonly [S in Server]: (asked: Asked) => string | undefined } = {
  apiserver: ({ cluster, node }) =>
    node.roles.controlPlane ? `https://127.0.0.1:${cluster.api.port}/readyz` : undefined,
  kubelet: ({ node }) =>
    node.roles.kubelet ? `https://${urlHost(node.addresses[0])}:${PORTS.kubelet.port}/` : undefined,
  "etcd-clients": ({ node }) =>
    node.roles.etcd ? `https://127.0.0.1:${PORTS.etcdClient.port}/health` : undefined,
  "etcd-peers": ({ cluster, node }) => {
    const member = cluster.etcd.members.find(({ name }) => name === node.name);
    return member === undefined ? undefined : `${member.peerUrl}/members`;
  },
};

/** All of them. */
export const SERVER_NAMES = Object.keys(SERVED_FILES) as readonly Server[];

/** A certificate's body in one line, the first one of the input's. */
export const CERTIFICATE_BODY =
  "sed -n '/-BEGIN CERTIFICATE-/,/-END CERTIFICATE-/{/CERTIFICATE/!p;/-END/q}' | tr -d '\\n'";

/** What a node has to serve, and where. */
export function servedPlaces(asked: Asked): readonly ServedPlace[] {
  const { servesOurs } = OPERATIONS[asked.cluster.distribution.kind];
  return SERVER_NAMES.flatMap((server) => {
    const url = URLS[server](asked);
    return url === undefined ? [] : [{ server, url, file: servesOurs ? SERVED_FILES[server] : undefined }];
  });
}

/** Functions of shell that fork nothing: a certificate's body in one line, and a value behind its name, in a text. */
const TEXT_FUNCTIONS = [
  "body_of() { body=; case $1 in *'-BEGIN CERTIFICATE-'*) ;; *) return ;; esac; body=${1#*-BEGIN CERTIFICATE-----}; body=${body%%-----END*}; set -- $body; IFS=; body=\"$*\"; unset IFS; }",
  'value_of() { value=; case $1 in *"$2"*) value=${1#*"$2"}; value=${value%%\'\n\'*} ;; esac; }',
];

/** What stands behind what curl says of each. */
const END = "quorate-next";

/** Lines of POSIX shell that print what is served there, and whether it is what the file has. */
export function servedQuestions(places: readonly ServedPlace[]): readonly string[] {
  if (places.length === 0) return [];
  const urls = places.map(({ url }) => url);
  const nowhere = places.flatMap(() => ["--output", "/dev/null"]);
  return [
    ...TEXT_FUNCTIONS,
    // Since 7.88 (February 2023) curl tells a certificate, also where its owner refuses what comes after it.
    `all=$(${curl(urls, undefined, ["--http1.1", ...nowhere, "--write-out", `'%{certs}${END}'`])})`,
    ...places.flatMap(({ server, file }) => [
      `said=\${all%%${END}*}; all=\${all#*${END}}`,
      `value_of "$said" 'Serial Number:'; serial=$value; value_of "$said" 'Expire date:'`,
      `echo "served-${server}="$serial $value`,
      ...(file === undefined
        ? [`echo served-same=${server}`]
        : [
            `body_of "$said"; served=$body; body_of "$(cat ${SECRETS_DIRECTORY}/${file}.crt)"`,
            `if [ -n "$body" ] && [ "$body" = "$served" ]; then echo served-same=${server}; fi`,
          ]),
      `echo served-asked=${server}`,
    ]),
  ];
}

/** Reads the answer to {@link servedQuestions}. */
export function readServed(answers: Answers): ServedFacts {
  return Object.fromEntries(
    SERVER_NAMES.filter((server) => answers.all("served-asked").includes(server)).map((server) => [
      server,
      certificateOf(answers, server),
    ]),
  );
}

/** See {@link ServedFacts}. */
export const served: Subject<ServedFacts> = {
  questions: (asked) => servedQuestions(servedPlaces(asked)),
  read: readServed,
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
