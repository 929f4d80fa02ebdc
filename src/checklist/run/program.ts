import { constants, setPriority } from 'node:os';
import process from 'node:process';
import { checkRun } from './checkRun.ts';

/** The checker: a process of its own that checks the run whose directory it is given, when nothing else wants the processor. */
try {
  setPriority(constants.priority.PRIORITY_LOW);
} catch {
  // Some containers forbid it; with its one thread it is still a small load.
}

await checkRun(process.argv[2]!);
