import process from 'node:process';
import { readFileOnce } from '../src/intake/follow.ts';
import { createReading } from '../src/session/reading.ts';

/** The program that `parse.ts` measures: reads the log it is given as `plateau inspect` does, and prints what it took. */
const path = process.argv[2];
if (path === undefined) throw new Error('The path of a log is missing.');
const reading = createReading();
await readFileOnce(path, (bytes) => reading.push(bytes, null));
reading.end();
const { lines, unexplained, iterations } = reading.run;
process.stdout.write(
  JSON.stringify({
    lines,
    unexplained,
    iterations: iterations?.last ?? 0,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
);
