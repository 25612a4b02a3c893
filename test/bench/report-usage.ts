import { writeSync } from 'node:fs';

// Required before a measured program: its last words are what it has used, on the descriptor that `measure` reads.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS / 1024 }));
});
