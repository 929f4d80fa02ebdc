import process from 'node:process';
import { readLog } from '../src/monitor/readLog.ts';

/**
 * The program that `parse.ts` measures: reads a log as `plateau inspect` does, and prints how much it read and its peak
 * memory.
 */
const path = process.argv[2];
if (path === undefined) throw new Error('The path of a log is missing.');
const { run } = await readLog(path, { trainer: null, started: null });
const { lines, unexplained, iterations, epochs } = run;
process.stdout.write(
  JSON.stringify({
    lines,
    unexplained,
    last: (iterations ?? epochs)?.last ?? 0,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
);
