import { Option } from "commander";

/** An option that has another name inside than the flag that people type. */
export class NamedOption extends Option {
  readonly #inside: string;

  constructor(inside: string, flags: string, description: string) {
    super(flags, description);
    this.#inside = inside;
  }

  override attributeName(): string {
    return this.#inside;
  }
}
