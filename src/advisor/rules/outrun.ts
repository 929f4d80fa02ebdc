import { percent, points } from '../../words/fraction.ts';
import { counted } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';
import { oddsText } from '../../words/odds.ts';
import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { capitalised, forecastLines } from './phrases.ts';

/** Another run of its group will end in front of it. Who is outrun is decided by `group/outrun.ts`. */
export function outrun(facts: Facts): RuleResult | null {
  const { outrun: found, mapText, left, metricName } = facts;
  if (found === null) return null;
  const { leader, leaderBest, behind, share, odds, left: goingOn, remoteRuns = 0 } = found;
  const chance = `${oddsText(odds)} to pass ${leader}`;
  return {
    name: 'outrun',
    action: 'may-stop',
    headline: `${chance}; ${points(behind)} behind at ${percent(share, 0)} of the plan`,
    meaning: `Another run of its group is so far in front at an equal share of its plan that this one will hardly become the best.`,
    evidence: [
      `${capitalised(chance)}, whose best ${metricName} is ${mapText(leaderBest)}.`,
      ...forecastLines(facts),
      ...(left === null || left <= 0 ? [] : [`Going on to the end takes another ${duration(left)}.`]),
    ],
    against: [
      ...(remoteRuns === 0
        ? []
        : [
            `${counted(remoteRuns, 'run')} of the group ${remoteRuns === 1 ? 'is' : 'are'} on other machines: they are compared only while a list of all machines is open.`,
          ]),
      `${counted(goingOn, 'run')} of the group go on without it. Where the mean of the group is what you want to know, as with folds, let it run.`,
    ],
    todo: ['Stop it and give its GPU to another run, unless you need this one for itself.'],
  };
}
