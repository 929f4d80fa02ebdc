import type { Outcome } from '../history/outcome.ts';
import type { GroupProgress } from '../runs/group/groupUpdate.ts';
import type { RunOwner } from '../runs/runKey.ts';
import type { StatusFile } from '../runs/statusFile.ts';

/**
 * What a machine tells of one of its runs: the figures are the fields of `status.json`, the rest is of its record.
 * Instants are epoch seconds, lengths of time seconds, mAP a fraction; null where something is not known.
 */
export interface MemberFacts extends RunOwner {
  readonly run: string;
  readonly state: Outcome;
  /** The state with its reason: `stopped (SIGINT)`. */
  readonly stateText: string;
  /** Something of it may still run, or it waits to. */
  readonly isLive: boolean;
  readonly isPaused: boolean;
  readonly name: string;
  readonly group: string | null;
  readonly tags: readonly string[];
  readonly note: string | null;
  readonly command: readonly string[];
  readonly cwd: string;
  /** The path of its log there. */
  readonly log: string;
  readonly attempt: number;
  /** The runs of its training, oldest first, itself among them; empty where an older version tells of it. */
  readonly runs: readonly string[];
  /** The run that stands for that training; null where that is this one. */
  readonly shownAs: string | null;
  /** The run that it waits for. */
  readonly after: { readonly run: string; readonly onlyOk: boolean } | null;
  /** The job of a scheduler that it runs in. */
  readonly job: MemberJob | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Both null where nobody saw how it ended. */
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
  /** Why it could not be started or is not known, as a sentence. */
  readonly problem: string | null;
  /** The stop that is planned: its stage, and why. */
  readonly armed: { readonly stage: string; readonly reason: string | null } | null;
  /** What is wrong with it beside its log, as sentences. */
  readonly trouble: string | null;
  readonly trainer: { readonly name: string; readonly version: string | null } | null;
  /** Null while its log has yet to be read. */
  readonly verdict: MemberVerdict | null;
  readonly position: Pick<StatusFile['position'], 'at' | 'planned' | 'unit' | 'progress'>;
  readonly metric: Pick<StatusFile['metric'], 'name' | 'higherIsBetter' | 'now'> & {
    readonly best: { readonly value: number; readonly at: number } | null;
  };
  /** The best mAP, mAP50-95 where the trainer tells it. */
  readonly best: { readonly metric: 'map50' | 'map50To95'; readonly value: number; readonly at: number } | null;
  /** The mAP, oldest first. */
  readonly course: readonly number[];
  /** The newest weights that were announced. */
  readonly save: Pick<NonNullable<StatusFile['save']>, 'path' | 'at' | 'elapsed'> | null;
  readonly elapsed: number | null;
  readonly eta: number | null;
  readonly forecast: { readonly low: number; readonly mid: number; readonly high: number } | null;
  /** The GPUs that it computes on. */
  readonly gpu: MemberGpu | null;
  /** How far it is, for comparison with the runs of its group on other machines; null where it has no named group. */
  readonly groupProgress: GroupProgress | null;
}

/** `id` as the scheduler writes it, `4711_3` for a task of an array; `array` the number of that array. */
export interface MemberJob {
  readonly scheduler: 'slurm' | 'kubernetes';
  readonly id: string;
  readonly array: string | null;
}

export type MemberVerdict = Pick<
  StatusFile['verdict'],
  'name' | 'label' | 'action' | 'isStop' | 'severity' | 'headline'
> & {
  /** What a person reads. */
  readonly words: string;
  readonly reasons: readonly string[];
};

/** Bytes, and the share of the time in which the GPUs computed, 0..1. */
export interface MemberGpu {
  readonly count: number;
  readonly utilisation: number | null;
  readonly memoryUsed: number | null;
  readonly memoryTotal: number | null;
}

/** One run of the fleet, shown once however many ways lead to it. Instants are on the clock of this machine. */
export interface Member extends MemberFacts {
  /** `runKey`: no two members have the same. */
  readonly key: string;
  /** Its machine as people call it: a host by the name that the user gave it. */
  readonly host: string;
  readonly way: MemberWay;
  /** Since when its host is away, and why, as a sentence; null while it is not: all else is as it was then. */
  readonly away: Away | null;
}

/**
 * How a member is reached. `here`: its keeper is on this machine. `ssh`: on a host. `shared`: another machine wrote it
 * into a state directory that both have: it can be looked at only. `slurm` and `kubernetes`: the scheduler tells it.
 * `mlflow`: a server of MLflow does.
 */
export type MemberWay = 'here' | 'ssh' | 'shared' | 'slurm' | 'kubernetes' | 'mlflow';

export interface Away {
  readonly since: number;
  readonly why: string;
}

/** Whether it stands for its training: a list has each training once. */
export function standsForTraining({ shownAs }: Pick<MemberFacts, 'shownAs'>): boolean {
  return shownAs === null;
}
