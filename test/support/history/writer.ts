import process from 'node:process';
import { openHistory } from '../../../src/history/history.ts';
import { readAndRemember } from '../../../src/history/recallDetails.ts';
import { listRuns } from '../../../src/runs/runs.ts';

/**
 * A process that reads all logs and remembers them, so many times over: `node writer.ts ROUNDS`. Says on standard error
 * what it complains of.
 */
const history = openHistory((sentence) => {
  process.stderr.write(`${sentence}\n`);
});
for (let round = 0; round < Number(process.argv[2]); round++) {
  for (const record of listRuns().runs) await readAndRemember(record, history);
  process.stdout.write('.');
}
history.close();
