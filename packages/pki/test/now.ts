/** The moment at which the tests take place. */
export const NOW = new Date("2026-11-20T08:00:00Z");
