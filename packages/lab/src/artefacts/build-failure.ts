import type { Problem } from "@quorate/cluster";
import { type CommandOutput, lastLines } from "@quorate/command";
import { problem } from "../problem-kind.ts";

/** Something that ends the making of an artefact, by what is said then. */
interface Cause {
  readonly said: RegExp;
  /** What it is, in words; the line that says so follows. */
  readonly words: string;
  readonly hint: string;
}

const AGAIN = "What was done is kept: run it again, and it goes on from there.";
const OR_BUILD = "or put a Go on PATH and unset it: then it is built";

/** The first that fits counts. */
const CAUSES: readonly Cause[] = [
  {
    said: /checksum mismatch|SECURITY ERROR|does not match go\.sum/i,
    words: "what was fetched is not what go.sum says",
    hint: "Whoever gives the modules (GOPROXY) has changed them, or they were damaged on the way: nothing of them was built. Ask another one, and run it again.",
  },
  {
    said: /is not what upstream has published/,
    words: "another file came than upstream's",
    hint: `Whoever gives it has changed it, or it was damaged on the way: nothing of it was used. Let QUORATE_LAB_RELEASES name a mirror that has it as it was published, ${OR_BUILD}.`,
  },
  {
    said: /the server has no such file/,
    words: "the server has not got it",
    hint: `Let QUORATE_LAB_RELEASES name a mirror that has it under this name, ${OR_BUILD}.`,
  },
  {
    said: /no space left on device|disk quota exceeded|it could not be written here/i,
    words: "the disk is full",
    hint: `Make room, or set QUORATE_LAB_CACHE to a folder on another disk. ${AGAIN}`,
  },
  {
    said: /signal: killed|cannot allocate memory|out of memory/i,
    words: "there was too little memory",
    hint: `Give this machine more memory, or end what else runs here. ${AGAIN}`,
  },
  {
    said: /x509: |tls: failed to verify|certificate is not one that is trusted/i,
    words: "a server's certificate is none that this machine trusts",
    hint: `Have this machine trust whoever stands between it and the network (on Debian: /usr/local/share/ca-certificates, and update-ca-certificates), or name another server by GOPROXY or QUORATE_LAB_RELEASES. ${AGAIN}`,
  },
  {
    said: /nobody answers there, or the transfer broke off/,
    words: "it did not come whole",
    hint: `Let QUORATE_LAB_RELEASES name a mirror that answers, ${OR_BUILD}. ${AGAIN}`,
  },
  {
    said: /module lookup disabled|\b40[34] |\b410 |not found: module|reading https?:\S+: /i,
    words: "a module could not be had",
    hint: `Let GOPROXY name a proxy that has it (its default is proxy.golang.org). ${AGAIN}`,
  },
  {
    said: /dial tcp|no such host|connection refused|i\/o timeout|TLS handshake|proxyconnect/i,
    words: "no proxy of Go modules could be reached",
    hint: `Let GOPROXY name one that can be (its default is proxy.golang.org). ${AGAIN}`,
  },
];

/** Lines of a failed script that are repeated in the message. */
const LAST_LINES = 5;

/** The problem of an artefact whose script ended badly. */
export function buildFailure(
  name: string,
  { description, script }: { readonly description: string; readonly script: string },
  { code, stdout, stderr }: CommandOutput,
): Problem {
  // A compiler's words may be on either; the first that says why is the one.
  const lines = [stderr, stdout].flatMap((text) => text.split("\n"));
  const cause = CAUSES.find(({ said }) => lines.some((line) => said.test(line)));
  if (cause !== undefined) {
    const line = lines.find((line) => cause.said.test(line))?.trim();
    return problem(
      "lab-artefact-failed",
      name,
      `could not ${description}, since ${cause.words}: ${line}`,
      cause.hint,
    );
  }
  const said = [stdout, stderr].flatMap((text) => lastLines(text, LAST_LINES)).join("; ");
  const end = code === undefined ? "was killed or could not be started" : `ended with ${code}`;
  return problem(
    "lab-artefact-failed",
    name,
    `could not ${description}: ${script} ${end}${said === "" ? "" : `: ${said}`}`,
    AGAIN,
  );
}
