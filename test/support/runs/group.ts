import { mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fewPoints } from '../../../src/advisor/group/groupPoints.ts';
import { identityOf } from '../../../src/processes/processIdentity.ts';
import { thisMachine } from '../../../src/processes/thisMachine.ts';
import { claimKeeping } from '../../../src/runs/keeperLock.ts';
import { runFiles } from '../../../src/runs/runDirectory.ts';
import { type RunRecord, writeRecord } from '../../../src/runs/runRecord.ts';
import { type StatusFile, writeStatus } from '../../../src/runs/statusFile.ts';
import { risingTo } from '../advisor/group.ts';

/** A run of a group as its keeper, which is this process, has written it: it rises to `end`, and is at `share`. */
export function runOfGroup(
  id: string,
  { end, share, ...changes }: { readonly end: number; readonly share: number } & Partial<RunRecord>,
): RunRecord {
  const { directory, log } = runFiles(id);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(log, '');
  const record: RunRecord = {
    id,
    name: id,
    command: ['yolo', 'train', 'data=a.yaml', `lr0=${end}`],
    cwd: '/',
    log,
    state: 'running',
    startedAt: 1_780_000_000,
    keeper: null,
    training: identityOf(process.pid),
    exit: null,
    problem: null,
    machine: thisMachine(),
    group: 'sweep',
    ...changes,
  };
  writeRecord(directory, record);
  if (record.state === 'running') claimKeeping(directory, identityOf(process.pid));
  writeStatus(record, statusOf(record, end, share));
  return record;
}

function statusOf(record: RunRecord, end: number, share: number): StatusFile {
  const points = fewPoints(risingTo(end).filter((point) => point.share <= share + 1e-9));
  const best = points.at(-1)?.best ?? 0;
  const isOver = record.state === 'ended';
  return {
    version: 1,
    run: record.id,
    machine: null,
    seq: 1,
    time: { wall: Date.now() / 1000, monotonic: 0, boot: null },
    state: record.state,
    trainer: null,
    verdict: {
      name: isOver ? 'finished' : 'improving',
      label: isOver ? 'FINISHED' : 'IMPROVING',
      action: 'continue',
      isStop: false,
      severity: 'low',
      exitStatus: 0,
      headline: '',
      reasons: [],
    },
    position: { at: share * 100, planned: 100, unit: 'epoch', progress: share },
    metric: { name: 'map50-95', higherIsBetter: true, now: best, best: { value: best, at: share * 100 } },
    best: null,
    course: [],
    points: [...points],
    loss: null,
    elapsed: 0,
    eta: null,
    forecast: null,
    save: null,
    log: { size: 0, modified: 0, lines: 0, unexplained: 0, state: isOver ? 'ended' : 'running', readAs: '' },
  };
}
