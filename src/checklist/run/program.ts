import { constants, setPriority } from 'node:os';
import process from 'node:process';
import { checkRun } from './checkRun.ts';

/** The checker: a process that checks the run in the directory it is given, at the lowest priority. */
try {
  setPriority(constants.priority.PRIORITY_LOW);
} catch {
  // Not permitted in some containers. One thread is a small load all the same.
}

await checkRun(process.argv[2]!);
