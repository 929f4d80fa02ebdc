import { fixedFractionRule, lossBandRule, neverRule, ninetyPercentRule } from './levels.ts';
import {
  kerasRule,
  lightningRule,
  mmengineRule,
  patienceOfPlanRule,
  patienceRule,
  ultralyticsRule,
} from './patience.ts';
import { trialPlateauRule } from './plateau.ts';
import { precheltRules } from './prechelt.ts';
import type { StoppingRule } from './rule.ts';
import { overfitRule, overtrainingRule } from './sagemaker.ts';

/** What the advisor is measured against: every rule that people use today. */
export const allBaselines: readonly StoppingRule[] = [
  neverRule(),
  fixedFractionRule(),
  patienceRule(),
  patienceOfPlanRule(),
  kerasRule(),
  lightningRule(),
  ultralyticsRule(),
  mmengineRule(),
  trialPlateauRule(),
  ...precheltRules(),
  overfitRule(),
  overtrainingRule(),
  lossBandRule(),
  ninetyPercentRule(),
];
