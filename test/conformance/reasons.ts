import type { Reason } from "./render.ts";

/** What can't pass in a lab, and why. What is Quorate's own fault is mended, and never stands here. */
export const REASONS: readonly Reason[] = [];
