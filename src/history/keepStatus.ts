import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fewPoints } from '../advisor/group/groupPoints.ts';
import type { Verdict } from '../advisor/verdict.ts';
import { monotonicNow } from '../processes/bootClock.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { isHere } from '../processes/recorded.ts';
import { thisMachine } from '../processes/thisMachine.ts';
import { stateOf, timeLeft } from '../run/selectors.ts';
import { groupMeans } from '../words/groupMeans.ts';
import type { RunRecord } from '../runs/runRecord.ts';
import { readStatus, type StatusFile, statusVersion, writeStatus } from '../runs/statusFile.ts';
import { isWholeNow } from '../stopping/kept/wholeness.ts';
import { logFingerprint } from './logFingerprint.ts';
import { judgedFigureOf, summaryOf } from './runDetails.ts';

/** Seconds between two writings while lines come, and at most, so that a reader can tell a living keeper. */
const statusEvery = 3;
const writtenAnyway = 60;

/**
 * Keeps `status.json` of a run up to date. To be called whenever something may have changed: it writes when something
 * that is shown has, at most every `statusEvery` seconds unless `isLast`. What cannot be written is left out.
 */
export function createStatusWriter(
  record: () => RunRecord,
  monitor: Pick<Monitor, 'run' | 'verdict' | 'settings' | 'groupPoints' | 'version' | 'caughtUp'>,
): (now: number, isLast?: boolean) => void {
  let seq = readStatus(record())?.seq ?? 0;
  let written: { readonly time: number; readonly shown: string } | null = null;
  return (now, isLast = false) => {
    const since = written === null ? Infinity : now - written.time;
    if (!monitor.caughtUp() || (since < statusEvery && !isLast)) return;
    const verdict = monitor.verdict(now);
    const shown = JSON.stringify([monitor.version(), verdict.name, verdict.headline, record().state]);
    if (shown === written?.shown && since < writtenAnyway && !isLast) return;
    written = { time: now, shown };
    seq += 1;
    const status = statusFileOf(record(), monitor, verdict, seq);
    if (status !== null) writeStatus(record(), status);
  };
}

/** Returns what `status.json` says of a training; null where its log is gone. */
function statusFileOf(
  record: RunRecord,
  { run, settings, groupPoints }: Pick<Monitor, 'run' | 'settings' | 'groupPoints'>,
  verdict: Verdict,
  seq: number,
): StatusFile | null {
  const stats = statSync(record.log, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  const machine = thisMachine();
  const { lines, unexplained } = run;
  const { save, ...figures } = judgedFigures(run, settings, verdict);
  return {
    version: statusVersion,
    run: record.id,
    machine: record.machine === undefined ? null : { ...record.machine },
    seq,
    time: { wall: Date.now() / 1000, monotonic: monotonicNow(), boot: machine.boot },
    state: record.state,
    ...figures,
    points: [...fewPoints(groupPoints())],
    save: save && { ...save, whole: wholeOf(record, save.path) },
    log: {
      size: stats.size,
      modified: stats.mtimeMs,
      lines,
      unexplained,
      state: stateOf(run),
      readAs: logFingerprint(record).readAs,
    },
  };
}

/** The figures of `status.json`, of a training whose verdict is known. */
export function judgedFigures(
  run: Monitor['run'],
  settings: Monitor['settings'],
  verdict: Verdict,
): Pick<
  StatusFile,
  'trainer' | 'verdict' | 'position' | 'metric' | 'best' | 'course' | 'loss' | 'elapsed' | 'eta' | 'forecast' | 'save'
> {
  const { trainer, unit, at, planned, progress, best, loss, elapsed, curve } = summaryOf(run, verdict);
  const { name, label, words, action, isStop, severity, exitStatus, headline, evidence, forecast } = verdict;
  const save = run.checkpoints.at(-1);
  return {
    trainer: trainer && { ...trainer },
    verdict: { name, label, words, action, isStop, severity, exitStatus, headline, reasons: [...evidence] },
    position: { at, planned, unit, progress },
    metric: judgedFigureOf(run, settings),
    best: best && { ...best },
    course: groupMeans(curve, courseLength),
    loss: loss && { ...loss },
    elapsed,
    eta: timeLeft(run),
    forecast: forecast && { ...forecast },
    save:
      save === undefined
        ? null
        : { path: save.path, at: save.at, role: save.role, elapsed: finite(save.elapsed), whole: null },
  };
}

/** Null of what the log of another machine names. */
function wholeOf(record: RunRecord, path: string): boolean | null {
  return isHere(record) ? isWholeNow(resolve(record.cwd, path)) : null;
}

const courseLength = 32;

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
