/** A certificate and its private key, as files. */
export interface PairFiles {
  readonly certificate: string;
  readonly key: string;
}

/** The two files of a pair: `apiserver` is `apiserver.crt` and `apiserver.key`, with whatever folder stands before it. */
export function pairFiles(stem: string): PairFiles {
  return { certificate: `${stem}.crt`, key: `${stem}.key` };
}
