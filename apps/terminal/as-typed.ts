/**
 * A text with commands as its reader types them: `quorate lab up` is `npm run lab -- up` for somebody who has just
 * typed that, in a checkout, where there is no program of that name.
 */
export function asTyped(text: string, environment: NodeJS.ProcessEnv): string {
  if (environment["npm_package_name"] !== "quorate" || !environment["npm_lifecycle_event"]) return text;
  return text.replace(
    /`quorate ([A-Za-z]+)( [^`]+)?`/g,
    (_, command: string, rest?: string) => `\`npm run ${command}${rest === undefined ? "" : ` --${rest}`}\``,
  );
}
