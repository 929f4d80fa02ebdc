import process from 'node:process';
import { createReading } from '../src/monitor/reading.ts';
import { readWhole } from '../src/monitor/readLog.ts';

/** The program that `parse.ts` measures: reads the log it is given as `plateau inspect` does, and prints what it took. */
const path = process.argv[2];
if (path === undefined) throw new Error('The path of a log is missing.');
const reading = createReading();
await readWhole(path, reading);
const { lines, unexplained, iterations, epochs } = reading.run;
process.stdout.write(
  JSON.stringify({
    lines,
    unexplained,
    last: (iterations ?? epochs)?.last ?? 0,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
);
