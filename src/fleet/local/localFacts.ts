import { propertiesNamed } from '../../advisor/verdictTable.ts';
import { outcomeOf, outcomeText } from '../../history/outcome.ts';
import type { RunSummary } from '../../history/runDetails.ts';
import { groupState } from '../../monitor/others/seenGroup.ts';
import { groupDirectory } from '../../runs/group/groupOf.ts';
import { readJournal } from '../../runs/group/groupJournal.ts';
import { toldGroup } from '../../runs/group/toldGroup.ts';
import { ownerOf } from '../../runs/runKey.ts';
import type { GroupProgress } from '../../runs/group/groupUpdate.ts';
import { comparisonKeyOf } from '../../runs/group/comparisonKey.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import type { StatusFile } from '../../runs/statusFile.ts';
import type { MemberFacts, MemberGpu, MemberVerdict } from '../member.ts';

/** What is known of how a training does: as its keeper wrote it, as it was read from its log, or nothing yet. */
export type Figures =
  | { readonly kind: 'kept'; readonly status: StatusFile }
  /** `isOld`: its log has gone on since. */
  | { readonly kind: 'read'; readonly summary: RunSummary; readonly isOld: boolean }
  | { readonly kind: 'none' };

/** What is known of a run besides its record and its log. */
export interface Surroundings {
  readonly trouble: string | null;
  readonly gpu: MemberGpu | null;
  /** Another machine holds it, and it has written of late. */
  readonly isWritten: boolean;
}

/** Tells a run of this state directory as a member: as if it were a training alone (see `inTrainings`). */
export function localFacts(
  record: RunRecord,
  figures: Figures,
  { trouble, gpu, isWritten }: Surroundings,
): MemberFacts {
  const logState = { state: stateOf(figures) };
  const outcome = outcomeOf(record, logState);
  const isElsewhere = outcome === 'unknown' && isWritten;
  const state = isElsewhere ? 'running' : outcome;
  return {
    run: record.id,
    ...ownerOf(record),
    state,
    stateText: isElsewhere ? state : outcomeText(record, logState),
    isLive: ['starting', 'running', 'waiting'].includes(state),
    isPaused: record.state === 'running' && record.pauses?.at(-1)?.to === null,
    name: record.name,
    group: record.group ?? null,
    tags: record.tags ?? [],
    note: record.note ?? null,
    command: record.command,
    cwd: record.cwd,
    log: record.log,
    attempt: record.attempt ?? 1,
    runs: [record.id],
    shownAs: null,
    after: record.after ? { run: record.after.run, onlyOk: record.after.onlyOk } : null,
    job: record.job ? { scheduler: 'slurm', id: record.job.id, array: record.job.array } : null,
    startedAt: record.startedAt,
    endedAt: record.exit?.time ?? null,
    exit: record.exit && { code: record.exit.code, signal: record.exit.signal },
    problem: record.problem,
    armed: record.armed ? { stage: record.armed.stage, reason: record.armed.reason } : null,
    trouble,
    gpu,
    groupProgress: groupProgressOf(record, figures),
    ...figureFields(figures),
  };
}

/** Rounded, since it is sent after every evaluation. Null also where it is not known whether the run is out. */
function groupProgressOf(record: RunRecord, figures: Figures): GroupProgress | null {
  const identity = toldGroup(record);
  if (identity?.kind !== 'named' || figures.kind !== 'kept') return null;
  const { status } = figures;
  const { points = [] } = status;
  if (points.length === 0) return null;
  const isOut = record.state === 'running' ? isOutOf(groupDirectory(identity), record.id) : false;
  if (isOut === null) return null;
  return {
    points: points.map(({ share, best, level, high }) => ({
      share: rounded(share),
      best: rounded(best),
      level: rounded(level),
      high: high === null ? null : rounded(high),
    })),
    state: isOut ? 'out' : groupState(record, status),
    keep: record.keep ?? null,
    comparisonKey: comparisonKeyOf(record),
  };
}

/** Null where the journal of the group cannot be read. */
function isOutOf(directory: string, run: string): boolean | null {
  try {
    return readJournal(directory).out.has(run);
  } catch {
    return null;
  }
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

/** The fields of a member that its log tells. */
export type FigureFields = Pick<
  MemberFacts,
  'trainer' | 'verdict' | 'position' | 'metric' | 'best' | 'course' | 'save' | 'elapsed' | 'eta' | 'forecast'
>;

export function figureFields(figures: Figures): FigureFields {
  switch (figures.kind) {
    case 'kept':
      return keptFields(figures.status);
    case 'read':
      return readFields(figures.summary, figures.isOld);
    case 'none':
      return {
        trainer: null,
        verdict: null,
        position: { at: null, planned: null, unit: 'iteration', progress: null },
        metric: { name: 'map50', higherIsBetter: true, now: null, best: null },
        best: null,
        course: [],
        save: null,
        elapsed: null,
        eta: null,
        forecast: null,
      };
    default:
      return figures satisfies never;
  }
}

/** The figures of `status.json`, as members have them. */
export function keptFields(status: Omit<FigureFields, 'verdict'> & Pick<StatusFile, 'verdict'>): FigureFields {
  const { trainer, verdict, position, metric, best, course, save, elapsed, eta, forecast } = status;
  const { name, label, words = label, action, isStop, severity, headline, reasons } = verdict;
  const { at, planned, unit, progress } = position;
  return {
    trainer: trainer && { name: trainer.name, version: trainer.version },
    verdict: { name, label, words, action, isStop, severity, headline, reasons },
    position: { at, planned, unit, progress },
    metric: {
      name: metric.name,
      higherIsBetter: metric.higherIsBetter,
      now: metric.now,
      best: metric.best && { value: metric.best.value, at: metric.best.at },
    },
    best: best && { metric: best.metric, value: best.value, at: best.at },
    course,
    save: save && { path: save.path, at: save.at, elapsed: save.elapsed },
    elapsed,
    eta,
    forecast: forecast && { low: forecast.low, mid: forecast.mid, high: forecast.high },
  };
}

function readFields(summary: RunSummary, isOld: boolean): FigureFields {
  const { trainer, unit, at, planned, progress, best, latest, curve, elapsed, verdict } = summary;
  return {
    trainer,
    verdict: isOld ? null : verdictOf(verdict),
    position: { at, planned, unit, progress },
    metric: {
      name: best?.metric === 'map50To95' ? 'map50-95' : 'map50',
      higherIsBetter: true,
      now: latest,
      best: best && { value: best.value, at: best.at },
    },
    best,
    course: curve,
    save: null,
    elapsed,
    eta: null,
    forecast: null,
  };
}

function verdictOf({ name, action, headline, words }: RunSummary['verdict']): MemberVerdict {
  const properties = propertiesNamed(name, action);
  const { label, isStop, severity } = properties;
  return { name, label, words: words ?? properties.words, action, isStop, severity, headline, reasons: [] };
}

function stateOf(figures: Figures): RunSummary['state'] {
  switch (figures.kind) {
    case 'kept':
      return figures.status.log.state;
    case 'read':
      return figures.summary.state;
    case 'none':
      return 'running';
    default:
      return figures satisfies never;
  }
}
