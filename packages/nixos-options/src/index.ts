/**
 * The options of NixOS as data, and the types that are made from them. Pure, and needed by no running command
 * but the one that makes the data anew.
 * @module
 */
export { nixosOptionsCommand } from "./command.ts";
export { type OptionsReading, optionsDocument, readOptions } from "./document.ts";
export type { Option, Options } from "./option.ts";
