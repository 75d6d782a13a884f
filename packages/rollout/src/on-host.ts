import { SECRETS_DIRECTORY } from "@quorate/cluster";

// What a deployment has on a host for itself.

/** The transient unit that an activation runs in. */
export const SWITCH_UNIT = "quorate-switch.service";

/**
 * Where a host receives its secrets before they count: inside the secrets folder, hence on its file
 * system, so that the rename that follows is atomic. 0700; a leftover is removed by the next run.
 */
export const INCOMING_DIRECTORY: string = `${SECRETS_DIRECTORY}/.incoming`;
