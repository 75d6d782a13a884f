import { relative, resolve } from "node:path";
import { type CertificateRow, genCerts as makeCertificates } from "@quorate/pki";
import pc from "picocolors";
import { keepToken } from "../machines/imported.ts";
import { loadCluster } from "../machines/load-cluster.ts";
import type { AppContext } from "../terminal/context.ts";
import { EXIT, type ExitCode } from "../terminal/exit-code.ts";
import { whenInterrupted } from "../terminal/interruption.ts";
import { report, tellJson } from "../terminal/report.ts";
import { table } from "../terminal/table.ts";

/** What `genCerts` is told. */
export interface GenCertsOptions {
  readonly machines: string;
  /** The certificates' folder, relative to the working folder. */
  readonly certificates: string;
  /** Whether k3s' tokens are replaced. */
  readonly newTokens?: boolean;
}

/** `genCerts <folder>`: the whole PKI of the cluster into a folder; what is valid there is kept. */
export async function genCerts(options: GenCertsOptions, context: AppContext): Promise<ExitCode> {
  const certificates = resolve(context.cwd, options.certificates);
  const loaded = await loadCluster(options.machines, context, certificates);
  if (!loaded.ok) return report(loaded.problems, context);
  const { cluster, inventory } = loaded.value;
  whenInterrupted(context, () => ({
    message: `${relative(context.cwd, certificates) || "."} may be incomplete; each of its files is whole, and no key was replaced${options.newTokens ? ", but perhaps the tokens" : ""}`,
    hint: "Run the same command again: it keeps what is there and makes what is missing.",
  }));
  const result = await makeCertificates({
    cluster,
    certificates,
    now: context.now(),
    newTokens: options.newTokens ?? false,
  });
  if (!result.ok) return report(result.problems, context);
  report(result.warnings ?? [], context);
  if (inventory !== undefined) keepToken(certificates, inventory);
  const { rows, written } = result.value;
  if (context.json) {
    tellJson({ ok: true, folder: certificates, written, rows }, context);
    return EXIT.done;
  }
  for (const line of renderRows(rows, context)) context.out(line);
  context.out("");
  context.out(`${relative(context.cwd, certificates) || "."}: ${summary(rows)}, ${filesWritten(written)}`);
  return EXIT.done;
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
