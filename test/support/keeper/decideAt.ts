import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGroupWatch } from '../../../src/keeper/group/groupWatch.ts';
import { runFiles } from '../../../src/runs/runDirectory.ts';
import { readRecord } from '../../../src/runs/runRecord.ts';
import { readStatus } from '../../../src/runs/statusFile.ts';

/** What the keeper of a run decides at an instant: `node decideAt.ts RUN INSTANT`. Prints whether it is outrun. */
const [run = '', instant = '0'] = process.argv.slice(2);
const record = readRecord(runFiles(run).directory);
const watch = createGroupWatch(
  () => record,
  () => {},
);
const status = readStatus(record)!;
await sleep(Math.max(0, Number(instant) - Date.now()));
watch.look(1, () => ({ points: status.points ?? [], metric: status.metric.name }));
process.stdout.write((watch.others().outrun ?? null) === null ? 'in' : 'out');
