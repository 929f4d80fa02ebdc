import { closeSync, constants, openSync, readSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DashboardOptions } from '../ui/terminal/dashboard.tsx';
import type { RunRecord } from '../runs/runRecord.ts';
import type { WatchMachine } from '../ui/state/facts/machine.ts';
import type { KeptNote } from '../ui/state/facts/note.ts';
import { createPager } from '../log/files/pager.ts';
import { isEventFile } from '../log/formats/eventFile.ts';
import { isWandbFile } from '../log/formats/wandb/recordFile.ts';
import { later } from './later.ts';
import { withLoggedGpus } from './machine/loggedGpus.ts';
import { checklistFor } from './checklistPane.ts';
import { troublesOf } from './troubles.ts';
import type { Viewed } from './viewed.ts';

/** Returns what a dashboard shows besides its training: the whole log, other runs, this machine, the checklist. */
export function dashboardSources(viewed: Viewed): Pick<
  DashboardOptions,
  'pager' | 'readOthers' | 'machine' | 'checklist' | 'lookForTroubles' | 'note'
> & {
  close: () => Promise<void>;
} {
  const { log = null, record, monitor } = viewed;
  later.load();
  const pager = log === null || isBinary(log) ? null : createPager(log);
  return {
    pager,
    readOthers: async () => (await later.otherRuns()).otherRuns(record?.id ?? null),
    // A log without a path is on another machine, of which only a tracker may tell.
    machine: withLoggedGpus(monitor, log === null ? null : machineOf(viewed, record?.cwd ?? dirname(log))),
    checklist: checklistFor(record, monitor.settings),
    lookForTroubles: record === null ? null : troublesOf(record),
    note: record === null ? null : noteOf(record),
    close: async () => pager?.close(),
  };
}

/** A file of which only the console that is in it can be read as lines. */
function isBinary(log: string): boolean {
  const start = startOf(log);
  return isEventFile(start) || isWandbFile(start);
}

function startOf(log: string): Buffer {
  try {
    const descriptor = openSync(log, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const start = Buffer.alloc(64);
      return start.subarray(0, readSync(descriptor, start, 0, start.length, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Whoever follows it says why it cannot be read.
    return Buffer.alloc(0);
  }
}

/** The note of a run, in its record. */
function noteOf(record: RunRecord): KeptNote {
  let text = record.note ?? '';
  return {
    read: () => text,
    async keep(next) {
      const { describeTraining } = await later.describeRun();
      await describeTraining(record, { note: next === '' ? null : next }, { by: 'a dashboard' });
      text = next;
    },
  };
}

/** Milliseconds before the first sample: finding the GPU tools takes longer than drawing the first frame. */
const firstSampleAfter = 1500;

function machineOf({ control, monitor }: Viewed, directory: string): WatchMachine {
  const processes = async () => {
    const target = await control?.target().catch(() => null);
    return new Set(target?.tree?.map(({ pid }) => pid) ?? []);
  };
  const lastCheckpoint = () => {
    const path = monitor.run.checkpoints.at(-1)?.path;
    return path === undefined ? null : resolve(directory, path);
  };
  return (onSample) => {
    let stop: (() => void) | null = null;
    let isOver = false;
    const begin = async () => {
      const { watchMachine } = await later.watchMachine();
      if (!isOver) stop = watchMachine(onSample, { processes, checkpoints: () => directory, lastCheckpoint });
    };
    // Without it the pane has no figures.
    const timer = setTimeout(() => void begin().catch(() => {}), firstSampleAfter).unref();
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop?.();
    };
  };
}
