import { connectControl } from '../../../src/keeper/socket/controlClient.ts';
import { openRun } from '../../../src/runs/runs.ts';

/**
 * A screen that a test can kill: stays connected to the keeper of a run, or to its successor. Arguments: the keeper's
 * program, the run.
 */
const [keeperProgram = '', id = ''] = process.argv.slice(2);
await connectControl(openRun(id), { keeperProgram, by: 'a watcher' });
process.stdout.write('connected\n');
setInterval(() => {}, 60_000);
