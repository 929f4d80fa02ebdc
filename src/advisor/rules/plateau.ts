import type { RuleResult } from '../compose.ts';
import type { Facts } from '../facts.ts';
import { reasons, waitingLine } from './phrases.ts';
import { count, counted } from '../../words/count.ts';
import { duration } from '../../words/duration.ts';
import { percent, points } from '../../words/fraction.ts';

/** The rest of the plan is not worth its time any more, on two checks in a row. */
export function plateau({ best, judgement, at, unit, metricName, mapText, left, settings }: Facts): RuleResult | null {
  if (judgement === null || !judgement.stop.advised || judgement.worthwhile === null || best === null || at === null)
    return null;
  const chance = percent(judgement.worthwhile, 0);
  return {
    name: 'plateau',
    action: 'may-stop',
    headline: `no gain for ${counted(at - best.at, unit)} (best ${metricName} ${mapText(best.value)} at ${count(best.at)}), ${chance} chance of more than ${points(settings.minGain)}`,
    meaning:
      'The model has stopped getting better, and trainings that looked like this one seldom gained more by going on.',
    evidence: [
      `The chance that the rest of the plan adds more than ${points(settings.minGain)} of mAP is ${chance}${left === null ? '' : `, for another ${duration(left)}`}.`,
      ...reasons(judgement, -1),
    ],
    against: [...(judgement.held === null ? [] : [waitingLine(judgement.held, left)]), ...reasons(judgement, 1)],
    causes: [
      'the model has learnt what this data set can teach it',
      'the learning rate is too small to move it any further',
    ],
    todo: [
      'Stop and keep the best weights.',
      'To get further: check the labels, add variety to the worst classes, then try a larger image size or model, then more data.',
    ],
  };
}
