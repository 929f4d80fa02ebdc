import { classChecks } from './classChecks.ts';
import { imageChecks } from './imageChecks.ts';
import { labelChecks } from './labelChecks.ts';
import { modelChecks } from './modelChecks.ts';
import { validationChecks } from './validationChecks.ts';

/** All checks, in the order of the starter checklist. */
export const checks = { ...imageChecks, ...labelChecks, ...classChecks, ...validationChecks, ...modelChecks };

export type CheckId = keyof typeof checks;

/** Returns the ids of all checks, in the order of the checklist. */
export function checkIds(): readonly CheckId[] {
  return Object.keys(checks).filter((id): id is CheckId => id in checks);
}
