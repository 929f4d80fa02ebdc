import { callAt } from '../callAt.ts';
import { steadyClock } from '../clock.ts';
import type { ArmedRecord, TrainingControl } from '../control.ts';
import { describeArmed } from '../describeArmed.ts';
import { nextSignal } from '../ladder.ts';
import { createSaveWatch, type SaveWatch } from '../saveWatch.ts';
import { wholePlan, type WholePlan } from '../stopPlan.ts';
import type { RunEvent } from '../../run/events.ts';
import type { TrainerHabits } from '../../trainers/trainer.ts';
import type { ClimbingControl } from './climbing.ts';
import { createSubscribers } from './subscribers.ts';
import { errorMessage } from '../../words/errors.ts';

/** A control that can wait for the next save as long as this process lives, and what has to be told to it. */
export interface PlanningHere {
  readonly control: TrainingControl;
  /** An event of the log, in their order. */
  readonly hear: (event: RunEvent) => void;
}

/**
 * Lets a foreign training be stopped after its next save by the view itself, since no keeper is there to do it: the plan ends with the view, which the
 * note says. `habits` are those of its trainer, once that is recognised. Auto-stop, which is for when nobody looks, is refused.
 */
export function planHere(control: ClimbingControl, habits: () => TrainerHabits | null): PlanningHere {
  const { subscribe, tell } = createSubscribers();
  const clock = steadyClock();
  let armed: (ArmedRecord & { readonly plan: WholePlan }) | null = null;
  let saves: SaveWatch | null = null;
  let forget = (): void => {};
  let sending = false;
  const stopListening = control.subscribe(() => {
    if (armed !== null && control.exit() !== null) disarm();
    else if (armed?.stage === 'signals') void climb();
    tell();
  });

  function enter(changes: Partial<ArmedRecord>): void {
    if (armed === null) return;
    armed = { ...armed, ...changes, plan: armed.plan };
    tell();
  }

  function disarm(): void {
    forget();
    armed = null;
    saves = null;
  }

  function begin(): void {
    forget();
    control.beginWith(habits()?.interruptSpoils === true ? 'SIGTERM' : 'SIGINT');
    enter({ stage: 'signals', endsAt: null });
    void climb();
  }

  /** One step, whenever the ladder allows one: the control tells when that is. */
  async function climb(): Promise<void> {
    const { nextAt } = control.ladder();
    if (armed === null || armed.stage !== 'signals' || sending || nextAt !== null) return;
    const next = nextSignal(control.ladder(), armed.plan.strongest);
    if (next === null) return enter({ stage: 'given-up' });
    sending = true;
    try {
      await control.signal(next, { wait: armed.plan.wait });
    } catch (error) {
      enter({ stage: 'given-up', reason: errorMessage(error) });
    } finally {
      sending = false;
    }
  }

  return {
    hear: (event) => {
      saves?.hear(event);
      if (armed?.stage !== 'checkpoint' && armed?.stage !== 'safe-moment') return;
      const state = saves?.state();
      if (state === 'safe') begin();
      else if (state === 'writing' && armed.stage === 'checkpoint') enter({ stage: 'safe-moment' });
    },
    control: {
      ...control,
      subscribe,
      plans: ['checkpoint'],
      arm: async (asked) => {
        if (asked.when === 'advice') {
          throw new Error(
            'Auto-stop was not armed: only `plateau run` leaves somebody behind who can stop it when nobody looks.',
          );
        }
        if (control.exit() !== null) throw new Error('No stop was planned: the training has ended.');
        const target = await control.target();
        if (target === null) throw new Error('No stop was planned: nothing is left to stop.');
        if (armed?.stage === 'signals') throw new Error('No other stop was planned: it is being stopped already.');
        disarm();
        const plan = wholePlan(asked, 'balanced');
        if (plan.file !== null)
          throw new Error('No stop was planned: a file can be waited for only in a training of `plateau run`.');
        const within = plan.when === 'checkpoint' ? plan.within : null;
        const endsAt = within === null ? null : clock() + within;
        saves = createSaveWatch(habits);
        armed = { plan, by: 'plateau watch', since: clock(), stage: 'checkpoint', endsAt, reason: null };
        if (endsAt !== null) forget = callAt(endsAt, clock, begin);
        tell();
      },
      cancel: async () => {
        if (armed === null) throw new Error('There is no stop to cancel.');
        disarm();
        tell();
      },
      armed: () =>
        armed === null
          ? null
          : { ...armed, note: `${describeArmed(armed, habits(), control.paused())}; only while this screen is open` },
      close: () => {
        disarm();
        stopListening();
        control.close();
      },
    },
  };
}
