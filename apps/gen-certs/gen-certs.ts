import { relative, resolve } from "node:path";
import type { Problem } from "@quorate/cluster";
import { type CertificateFinding, type CertificateRow, genCerts as makeCertificates } from "@quorate/pki";
import pc from "picocolors";
import { loadCluster } from "../machines/load-cluster.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { whenInterrupted } from "../terminal/interruption.ts";
import { report, tellJson } from "../terminal/report.ts";
import { table } from "../terminal/table.ts";

export interface GenCertsOptions {
  readonly machines: string;
  /** The certificates' folder, relative to the working folder. */
  readonly certificates: string;
}

/** `genCerts <folder>`: the whole PKI of the cluster into a folder; what is valid there is kept. */
export async function genCerts(options: GenCertsOptions, context: AppContext): Promise<ExitCode> {
  const loaded = await loadCluster(options.machines, context);
  if (loaded === undefined) return EXIT.wrongInput;
  const directory = resolve(context.cwd, options.certificates);
  whenInterrupted(context, () => ({
    message: `${relative(context.cwd, directory) || "."} may be incomplete; each of its files is whole, and no key was replaced`,
    hint: "Run the same command again: it keeps what is there and makes what is missing.",
  }));
  const result = await makeCertificates({ cluster: loaded.cluster, directory, now: context.now() });
  if (result.kind !== "done") {
    const exit = result.kind === "refused" ? "wrong-input" : "failed";
    return report(
      result.findings.map((one) => toProblem(one, exit)),
      context,
    );
  }
  report(
    result.warnings.map((one) => toProblem(one, "failed")),
    context,
  );
  if (context.json) {
    tellJson({ ok: true, folder: directory, written: result.written, rows: result.rows }, context);
    return EXIT.done;
  }
  for (const line of renderRows(result.rows, context)) context.out(line);
  context.out("");
  context.out(
    `${relative(context.cwd, directory) || "."}: ${summary(result.rows)}, ${filesWritten(result.written)}`,
  );
  return EXIT.done;
}

function toProblem(
  { code, severity, path, message, hint }: CertificateFinding,
  exit: Problem["exit"],
): Problem {
  return { code, severity, exit, where: path, message, hint };
}

function renderRows(rows: readonly CertificateRow[], context: AppContext): readonly string[] {
  const colors = pc.createColors(context.color);
  const [header = "", ...lines] = table(
    ["NAME", "WHERE", "STATUS", "EXPIRES", "SUBJECT", "SANS"],
    rows.map(({ name, place, status, reason, expires, subject, sans }) => [
      name,
      place,
      reason === "" ? status : `${status} (${reason})`,
      expires?.toISOString().slice(0, 10) ?? "-",
      subject || "-",
      sans.join(", ") || "-",
    ]),
  );
  return [
    colors.bold(header),
    ...lines.map((line, index) => (rows[index]?.status === "kept" ? colors.dim(line) : line)),
  ];
}

function summary(rows: readonly CertificateRow[]): string {
  const count = (status: CertificateRow["status"]) => rows.filter((row) => row.status === status).length;
  return (["new", "renewed", "rewritten", "kept", "orphan"] as const)
    .filter((status) => status === "new" || status === "kept" || count(status) > 0)
    .map((status) => `${count(status)} ${status}`)
    .join(", ");
}

function filesWritten(count: number): string {
  return count === 0 ? "nothing written" : `${count} ${count === 1 ? "file" : "files"} written`;
}
