import { resolve } from 'node:path';
import { defaultSettings, type Verdict } from '../advisor/verdict.ts';
import type { AuditEvent } from '../runs/audit.ts';
import { callAt } from './callAt.ts';
import type { ArmedRecord, ArmedStage, ArmedStop, LadderState, StopPlan, StopSignal } from './control.ts';
import { judgeEvery, judgeGap } from './defaults.ts';
import { describeArmed } from './describeArmed.ts';
import { watchFile } from './fileWatch.ts';
import { followPatiently } from '../keeper/followPatiently.ts';
import type { FollowedTraining } from '../keeper/followTraining.ts';
import { nextSignal, type FirstSignal } from './ladder.ts';
import type { RecordStore } from '../keeper/recordStore.ts';
import { createSaveWatch, type SaveWatch } from './saveWatch.ts';
import { isSoonerThan, sensibleEnd, wholePlan, type WholePlan } from './stopPlan.ts';

/** A stop that the keeper carries out by itself, from its planning to the end of the training. */
export interface PlannedStop {
  /** Returns why not, as a sentence; null when it is planned. */
  readonly arm: (plan: StopPlan, by: string) => string | null;
  /** Returns why not, as a sentence; null when it is called off. */
  readonly cancel: (by: string) => string | null;
  readonly current: () => ArmedStop | null;
  /** Goes on with what an earlier keeper had planned. */
  readonly restore: () => void;
  /** The training has ended, or more of it has: true when nothing is planned any more. */
  readonly settle: () => boolean;
  /** The keeper goes: what is planned stays so. */
  readonly close: () => void;
}

/** What it needs of its keeper. */
export interface PlannedStopNeeds {
  readonly records: RecordStore;
  readonly audit: (event: AuditEvent) => void;
  /** Seconds that only move forward, near the epoch's. */
  readonly clock: () => number;
  readonly ladder: (first: FirstSignal) => LadderState;
  /** Whether its leader has exited, and whether anything of it lives. */
  readonly hasExited: () => boolean;
  readonly isAlive: () => boolean;
  readonly isPaused: () => boolean;
  /** Sends a signal; returns why not, as a sentence. */
  readonly send: (signal: StopSignal, wait: number, by: string, first: FirstSignal) => string | null;
  readonly changed: () => void;
}

export function createPlannedStop(needs: PlannedStopNeeds): PlannedStop {
  const { records, audit, clock } = needs;
  let armed: (ArmedRecord & { readonly plan: WholePlan }) | null = null;
  let training: FollowedTraining | null = null;
  let saves: SaveWatch | null = null;
  let forgetEnd = (): void => {};
  let forgetFile = (): void => {};
  let judgeTimer: NodeJS.Timeout | undefined;
  let nextJudgement: NodeJS.Timeout | undefined;
  let judgedAt = -Infinity;
  let noteTold = '';

  const keep = (changes: Partial<ArmedRecord> | null): void => {
    armed = changes === null || armed === null ? null : { ...armed, ...changes, plan: armed.plan };
    records.change({ armed });
    needs.changed();
  };

  /** Stops waiting for anything. */
  const rest = (): void => {
    forgetEnd();
    forgetFile();
    clearInterval(judgeTimer);
    clearTimeout(nextJudgement);
    nextJudgement = undefined;
  };

  const disarm = (): void => {
    rest();
    training?.close();
    training = null;
    saves = null;
    keep(null);
  };

  const enter = (stage: ArmedStage, changes: Partial<ArmedRecord> = {}): void => {
    rest();
    keep({ stage, endsAt: null, ...changes });
    audit({ event: 'armed-stage', stage, reason: armed?.reason ?? null });
    begin();
  };

  /** What a stage waits for, also when it was another keeper that entered it. */
  const begin = (): void => {
    if (armed === null) {
      return;
    }

    const { stage, endsAt, plan } = armed;
    switch (stage) {
      case 'advice':
        judgeTimer = setInterval(judge, judgeEvery * 1000);
        break;
      case 'countdown':
        judgeTimer = setInterval(judge, judgeEvery * 1000);
        at(endsAt ?? clock(), awaitSave);
        break;
      case 'checkpoint':
        saves = createSaveWatch(() => training?.habits() ?? null);
        awaitFile(plan.file);
        at(endsAt, () => {
          enter('signals');
        });
        break;
      case 'signals':
        climb();
        break;
      // The one is entered from `checkpoint` without a new beginning; in the other a person has to decide.
      case 'safe-moment':
      case 'given-up':
        break;
    }
  };

  const at = (instant: number | null, callback: () => void): void => {
    forgetEnd = instant === null ? () => {} : callAt(instant, clock, callback);
  };

  const awaitSave = (): void => {
    const within = armed?.plan.when === 'checkpoint' ? armed.plan.within : null;
    enter('checkpoint', { endsAt: within === null ? null : clock() + within });
  };

  const awaitFile = (file: string | null): void => {
    if (file !== null) {
      forgetFile = watchFile(resolve(records.current().cwd, file), clock, {
        onChanged: () => {
          if (armed?.stage === 'checkpoint') {
            keep({ stage: 'safe-moment' });
          }
        },
        onSettled: () => {
          enter('signals');
        },
      });
    }
  };

  /** The save moved on: `safe-moment` keeps what `checkpoint` counts down. */
  const lookAtSaves = (): void => {
    const state = saves?.state();
    if (armed === null || saves === null || armed.plan.file !== null) {
      return;
    }

    if (state === 'safe') {
      enter('signals');
    } else if (state === 'writing' && armed.stage === 'checkpoint') {
      keep({ stage: 'safe-moment' });
    }
  };

  const judge = (): void => {
    const verdict = training?.verdict(clock()) ?? null;
    clearTimeout(nextJudgement);
    nextJudgement = undefined;
    judgedAt = clock();
    if (armed === null || armed.plan.when !== 'advice' || verdict === null || needs.hasExited()) {
      return;
    }

    if (verdict.name === 'diverged' && armed.stage !== 'signals' && armed.stage !== 'given-up') {
      enter('signals', { reason: verdict.headline });
    } else if (armed.stage === 'advice' && isHeeded(verdict, armed.plan.heeds)) {
      enter('countdown', { reason: verdict.headline, endsAt: clock() + armed.plan.grace });
    } else if (armed.stage === 'countdown' && !isHeeded(verdict, armed.plan.heeds)) {
      enter('advice', { reason: null });
    }
  };

  const onRead = (): void => {
    if (armed?.plan.when === 'advice') {
      nextJudgement ??= setTimeout(judge, Math.max(0, judgedAt + judgeGap - clock()) * 1000);
    }

    if (armed?.stage === 'checkpoint' || armed?.stage === 'safe-moment') {
      lookAtSaves();
    }

    // Which trainer it is may have become clear.
    if ((current()?.note ?? '') !== noteTold) {
      needs.changed();
    }
  };

  const current = (): ArmedStop | null => {
    const note = armed === null ? '' : describeArmed(armed, training?.habits() ?? null, needs.isPaused());
    return armed === null ? null : { ...armed, note };
  };

  const follow = (): FollowedTraining => {
    const settings = records.current().advice ?? defaultSettings;
    const plan = armed?.plan;
    return followPatiently(records.current, plan?.when === 'advice' ? { ...settings, preset: plan.preset } : settings, {
      onEvent: (event) => {
        saves?.hear(event);
      },
      onRead,
      onProblem: (problem) => {
        audit({ event: 'unread', problem });
      },
    });
  };

  const climb = (): void => {
    const first = training?.habits()?.interruptSpoils === true ? 'SIGTERM' : 'SIGINT';
    const ladder = needs.ladder(first);
    if (armed === null || !needs.isAlive()) {
      return;
    }

    if (ladder.nextAt !== null) {
      at(ladder.nextAt, climb);
      return;
    }

    const { plan, by } = armed;
    const next = nextSignal(ladder, plan.strongest);
    const problem = next === null ? null : needs.send(next, plan.wait, by, first);
    if (next === null || problem !== null) {
      enter('given-up', { reason: problem ?? armed.reason });
    } else {
      at(clock() + plan.wait, climb);
    }
  };

  const start = (): void => {
    training?.close();
    saves = null;
    training = armed === null || armed.stage === 'signals' || armed.stage === 'given-up' ? null : follow();
    begin();
  };

  return {
    arm: (asked, by) => {
      if (needs.hasExited() || !needs.isAlive()) {
        return 'No stop was planned: the training has ended.';
      }

      if (armed?.stage === 'signals') {
        return 'No other stop was planned: it is being stopped already.';
      }

      const plan = wholePlan(asked, records.current().advice?.preset ?? defaultSettings.preset);
      if (armed !== null && isSoonerThan(armed, plan, clock())) {
        return null;
      }

      rest();
      armed = {
        plan,
        by,
        since: clock(),
        stage: plan.when,
        endsAt: plan.when === 'checkpoint' && plan.within !== null ? clock() + plan.within : null,
        reason: plan.when === 'checkpoint' ? plan.reason : null,
      };
      audit({ event: 'armed', by, plan });
      keep({});
      start();
      return null;
    },
    cancel: (by) => {
      if (armed === null) {
        return 'There is no stop to cancel.';
      }

      audit({ event: 'cancelled', by });
      disarm();
      return null;
    },
    current: () => {
      const told = current();
      noteTold = told?.note ?? '';
      return told;
    },
    restore: () => {
      const { armed: planned = null, advice } = records.current();
      if (planned === null || needs.hasExited()) {
        if (planned !== null) {
          records.change({ armed: null });
        }

        return;
      }

      const plan = wholePlan(planned.plan, advice?.preset ?? defaultSettings.preset);
      // A save that was being written when the earlier keeper died cannot be told from a later one: the next is waited for.
      const stage = planned.stage === 'safe-moment' ? 'checkpoint' : planned.stage;
      armed = { ...planned, plan, stage, endsAt: sensibleEnd(planned.endsAt, plan, clock()) };
      start();
    },
    settle: () => {
      if (armed === null) {
        return true;
      }

      const isOver = !needs.isAlive() || (needs.hasExited() && armed.stage !== 'signals');
      if (isOver) {
        audit({ event: 'armed-stop-over', stage: armed.stage });
        disarm();
      }

      return isOver;
    },
    close: () => {
      rest();
      training?.close();
    },
  };
}

function isHeeded({ name, isStop }: Verdict, heeds: 'any' | 'budget'): boolean {
  return heeds === 'budget' ? name === 'budget-spent' : isStop;
}
