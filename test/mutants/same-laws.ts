import fc from "fast-check";

// The laws judge every mutant by the same few examples: a score is the same each time, and a survivor does not
// cost seconds. A law that says itself how many examples it needs has them.
fc.configureGlobal({ seed: 1, numRuns: 20 });
