// Preloaded into a measured process: says at its end what memory it took at the most, and how much of a core.
process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(`usage: ${maxRSS} kilobytes, ${userCPUTime} us user, ${systemCPUTime} us system\n`);
});
