import { type Advisor, createAdvisor } from '../advisor/advisor.ts';
import type { GroupPoint } from '../advisor/group/groupPoints.ts';
import type { AdvisorInput } from '../advisor/facts.ts';
import type { AdviceSettings, Verdict } from '../advisor/verdict.ts';
import { pausedSeconds, pausesUntil, quietFrom } from '../stopping/pauses.ts';
import type { Run } from '../run/run.ts';
import { hasTrained, secondsPerStep } from '../run/selectors.ts';
import type { Circumstances, ProcessStatus } from './circumstances.ts';
import type { PreparedReading } from './preparedReading.ts';

/** The instant for which a training is judged. */
export interface JudgedMoment {
  /** On the clock of the log's times, as the other instants. */
  readonly now: number;
  /** When the log was written last; null when that is not known. */
  readonly quietSince: number | null;
  /** When the training was started; null when that is not known. */
  readonly startedAt: number | null;
  readonly process: ProcessStatus;
}

/** Makes verdicts of what was read and what is known besides. It remembers, so that one is to be made for each log. */
export interface Judging {
  /** The verdict on a training at a moment, with the preset of the settings or another one. */
  readonly verdict: (reading: PreparedReading, moment: JudgedMoment, preset?: AdviceSettings['preset']) => Verdict;
  /** Where it stood by share of its plan at the last verdict, for the other runs of its group. */
  readonly groupPoints: (reading: PreparedReading) => readonly GroupPoint[];
}

/** The one place where advisors are made. */
export function createJudging({
  settings,
  checklist,
  others,
}: Pick<Circumstances, 'settings' | 'checklist' | 'others'>): Judging {
  const advisors = new Map<AdviceSettings['preset'], Advisor>();

  function advisorFor(preset: AdviceSettings['preset']): Advisor {
    const known = advisors.get(preset);
    if (known !== undefined) return known;
    const advisor = createAdvisor({ ...settings, preset });
    advisors.set(preset, advisor);
    return advisor;
  }

  return {
    verdict: (reading, moment, preset = settings.preset) => {
      reading.takeLength();
      const advice = checklist();
      const { run, trainer, isLengthTold } = reading;
      const habits = trainer()?.habits ?? null;
      const input = { ...inputAt(moment, run), ...others(), habits, isLengthTold: isLengthTold() };
      return advisorFor(preset).advise(run, advice === null ? input : { ...input, ...advice });
    },
    groupPoints: ({ run }) => advisorFor(settings.preset).groupPoints(run),
  };
}

/** A training that has ended is judged as it was at its end. */
function inputAt({ now, quietSince, startedAt, process }: JudgedMoment, run: Run): Omit<AdvisorInput, 'habits'> {
  const { exit, pauses } = process;
  const instant = exit?.time === undefined || exit.time === null ? now : Math.min(now, exit.time);
  const known = pausesUntil(pauses, instant);
  return {
    now: instant,
    alive: isGone(process, run) ? false : process.alive,
    exit,
    quietSince: quietFrom(quietSince, known, instant),
    paused: pausedSeconds(known, instant),
    sinceStart: startedAt === null ? null : instant - startedAt,
  };
}

/** Whether a log that nobody writes is that of a training that is over: silent for hours, and for some of its steps. */
function isGone({ alive, abandonedFor }: ProcessStatus, run: Run): boolean {
  if (alive !== null || abandonedFor === undefined || !hasTrained(run)) return false;
  return abandonedFor > Math.max(longSilence, 3 * (secondsPerStep(run) ?? 0));
}

/** Seconds. */
const longSilence = 2 * 3600;
