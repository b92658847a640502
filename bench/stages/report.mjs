/**
 * The last line of a stage on stderr, since a pipe that is still full of a long result drops what is written at the end:
 * what it cost, for bench/run.ts. Time is that of the main thread, since that is what a
 * person waits for, and it depends less on what else the machine does than the clock.
 */
export function report() {
  const { user, system } = process.threadCpuUsage();
  const { maxRSS } = process.resourceUsage();
  process.stderr.write(`${JSON.stringify({ threadMs: (user + system) / 1000, peakMb: maxRSS / 1024 })}\n`);
}
