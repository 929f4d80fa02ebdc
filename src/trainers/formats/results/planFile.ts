import type { Plan } from '../../../run/events.ts';
import type { PlanDraft } from '../../kit/planDraft.ts';

/**
 * What a file of a trainer's arguments (`Trainer.planFiles`) says of the plan. Flat `name: value` lines are all that it
 * needs of YAML; other lines say nothing.
 */
export function planIn(text: string): Partial<Plan> {
  const plan: PlanDraft = {};
  const epochs = numberOf(text, 'epochs');
  const patience = numberOf(text, 'patience');
  const batch = numberOf(text, 'batch') ?? numberOf(text, 'batch_size');
  const closeMosaic = numberOf(text, 'close_mosaic');
  const hours = numberOf(text, 'time');
  if (epochs !== null && epochs > 0) plan.epochs = epochs;
  if (patience !== null) plan.patience = patience;
  if (batch !== null && batch > 0) plan.batch = batch;
  if (epochs !== null && closeMosaic !== null && closeMosaic > 0) plan.closeMosaic = epochs - closeMosaic;
  if (hours !== null && hours > 0) plan.seconds = hours * 3600;
  if (/^cos_lr:\s*true\s*$/im.test(text)) plan.schedule = 'cosine';
  return plan;
}

function numberOf(text: string, name: string): number | null {
  const match = new RegExp(`^${name}:\\s*(-?[\\d.]+)\\s*$`, 'm').exec(text);
  return match === null ? null : Number(match[1]);
}
