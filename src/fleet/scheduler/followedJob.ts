import { resolve } from 'node:path';
import { judgedFigures } from '../../history/keepStatus.ts';
import { circumstancesOf, unknownProcess } from '../../monitor/circumstances.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { openMonitor } from '../../monitor/openMonitor.ts';
import type { ScheduledJob } from '../../sources/scheduled.ts';
import type { TrainingControl } from '../../stopping/control.ts';
import { openViewStop } from '../../stopping/driver/viewStop.ts';
import { errorMessage } from '../../words/errors.ts';
import { type FigureFields, keptFields } from '../local/localFacts.ts';
import { askControl } from '../askControl.ts';
import type { MemberRequest, SettledReply } from '../request.ts';

/** The training of a job whose log is followed. */
export interface FollowedJob {
  /** Null until there is something to tell. */
  readonly figures: () => FigureFields | null;
  /** Why its log cannot be followed, or what is wrong with it, as a sentence. */
  readonly problem: () => string | null;
  readonly isPaused: () => boolean;
  /** It was stopped from here, which a scheduler takes for a failure. */
  readonly isStopped: () => boolean;
  readonly request: (request: MemberRequest) => Promise<SettledReply>;
  readonly close: () => void;
}

/**
 * Opens the log of a job as `plateau watch` does, and its stop, which this process carries out. `onChange`: when
 * something may have changed. Never throws.
 */
export function followJob(job: ScheduledJob, onChange: () => void): FollowedJob {
  let monitor: Monitor | null = null;
  let control: TrainingControl | null = null;
  let failure: string | null = null;
  let isClosed = false;
  let isStopped = false;

  const follow = async (): Promise<void> => {
    const { source, started, reach } = await job.open();
    const stop =
      reach &&
      (await openViewStop(
        reach,
        () => monitor?.trainer()?.habits ?? null,
        () => (monitor?.run.checkpoints ?? []).map(({ path }) => resolve(started?.cwd ?? '.', path)),
      ));
    control = stop?.control ?? null;
    const process = () => {
      const exit = control?.exit() ?? null;
      return control === null ? unknownProcess : { alive: exit === null, exit, pauses: control.pauses() };
    };
    const circumstances = circumstancesOf(null, {}, { started, process });
    monitor = await openMonitor(source, circumstances, {
      keepsTail: false,
      onEvent: (event) => stop?.onEvent(event),
    });
    monitor.subscribe(() => {
      stop?.onRead();
      onChange();
    });
    control?.subscribe(onChange);
    if (isClosed) close();
  };

  const close = (): void => {
    isClosed = true;
    monitor?.close();
    control?.close();
  };

  follow().catch((error: unknown) => {
    failure = errorMessage(error);
    close();
    onChange();
  });

  return {
    figures() {
      if (monitor === null || !monitor.caughtUp()) return null;
      return keptFields(judgedFigures(monitor.run, monitor.settings, monitor.verdict(monitor.now())));
    },
    problem: () => failure ?? monitor?.problem() ?? null,
    isPaused: () => control?.paused() ?? false,
    isStopped: () => isStopped,
    async request(request) {
      if (request.ask === 'describe' || request.ask === 'remove') return { state: 'refused', problem: noRecord };
      if (control === null) return { state: 'refused', problem: failure ?? `${job.id} cannot be stopped from here.` };
      try {
        await askControl(control, request);
        if (request.ask === 'stop') isStopped = true;
        if (request.ask === 'cancel') isStopped = false;
        return { state: 'done' };
      } catch (error) {
        return { state: 'refused', problem: errorMessage(error) };
      }
    },
    close,
  };
}

const noRecord = 'A job has no record of Plateau: start it with `plateau run` to name, tag and remove it here.';
