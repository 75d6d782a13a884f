/** The codes of findings. */
export type FindingCode = string;
