// Preloaded into a measured process: says at its end what memory it took at the most.
process.on("exit", () => {
  process.stderr.write(`peak-memory-kilobytes=${process.resourceUsage().maxRSS}\n`);
});
