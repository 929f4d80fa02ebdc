import type { PlanDraft } from '../../kit/planDraft.ts';
import { numberSetting, type Settings, switchSetting } from './settings.ts';

/**
 * What the settings say of the plan that all of the family call alike: its length, the end of mosaic, the patience and
 * the schedule. `linear_lr` is the opposite of `cos_lr`, which took its place in YOLOv5 6.1. A line that was cut says
 * nothing of what is missing.
 */
export function planOfSettings(settings: Settings): PlanDraft {
  const plan: PlanDraft = {};
  const epochs = numberSetting(settings, 'epochs');
  if (epochs !== null) plan.epochs = epochs;
  const closing = numberSetting(settings, 'close_mosaic');
  if (epochs !== null && closing !== null) plan.closeMosaic = closingEpoch(epochs, closing);
  const patience = numberSetting(settings, 'patience');
  if (patience !== null) plan.patience = patience > 0 ? patience : null;
  const linear = switchSetting(settings, 'linear_lr');
  const cosine = switchSetting(settings, 'cos_lr') ?? (linear === null ? null : !linear);
  if (cosine !== null) plan.schedule = cosine ? 'cosine' : 'linear';
  return plan;
}

/**
 * Returns the first epoch without mosaic when it ends so many epochs before the last; null when it never does
 * (engine/trainer.py: `epoch == epochs - close_mosaic`).
 */
function closingEpoch(epochs: number, closing: number): number | null {
  return closing > 0 && closing <= epochs ? epochs - closing + 1 : null;
}
