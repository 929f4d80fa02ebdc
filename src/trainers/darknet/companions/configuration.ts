import type { Plan } from '../../../run/events.ts';
import type { PlanDraft } from '../../kit/planDraft.ts';
import type { Emit } from '../../trainer.ts';
import { type Memory } from '../memory.ts';
import { readSettings, type Setting } from './settings.ts';

/**
 * Reads the plan out of a .cfg: length, burn-in, steps of the learning rate, batch. Darknet prints none of them before
 * 2022 (trainers.md 1.1). What makes no sense is left out of the plan and said as a fault. Source of the keys and of
 * their defaults: parser.c, parse_net_options.
 */
export function readConfiguration(path: string, text: string, memory: Memory, emit: Emit): void {
  const complain = (sentence: string): void => emit({ type: 'fault', text: sentence, fatal: false });
  const net = readSettings(text).find(({ name }) => name === 'net' || name === 'network');
  if (net === undefined) {
    complain(`${path} has no [net] section, so the plan of the training is not known: is it a Darknet .cfg file?`);
    return;
  }
  const settings = new Map(net.settings.map((setting) => [setting.key, setting]));
  const plan: PlanDraft = {};

  function whole(key: string, least: number, consequence: string): number | null {
    const setting = settings.get(key);
    if (setting === undefined) return null;
    const value = Number(setting.value);
    if (/^\d+$/.test(setting.value) && value >= least) return value;
    complain(
      `In ${path}, line ${setting.line}, ${key}=${setting.value} is not a whole number of at least ${least}: ${consequence}.`,
    );
    return null;
  }

  const iterations = whole('max_batches', 1, 'the length of the training is not known');
  if (iterations !== null) plan.iterations = iterations;
  else if (!settings.has('max_batches'))
    complain(`${path} has no max_batches in [net], so the length of the training is not known.`);
  const warmUp = whole('burn_in', 0, 'the warm-up is not known');
  plan.warmUp = warmUp ?? (settings.has('burn_in') ? null : 0);
  plan.batch = whole('batch', 1, 'the batch size is not known');
  plan.subdivisions = whole('subdivisions', 1, 'the subdivisions are not known');
  const policy = settings.get('policy')?.value ?? 'constant';
  plan.schedule = schedules[policy] ?? null;
  if (policy === 'steps') Object.assign(plan, readSteps(path, settings, complain));
  if (iterations !== null) memory.planned = iterations;
  emit({ type: 'plan', plan });
}

/** `sgdr` is a cosine with restarts; `step`, `exp` and `sig` have no name in a plan. */
const schedules: Readonly<Record<string, NonNullable<Plan['schedule']>>> = {
  steps: 'steps',
  sgdr: 'cosine',
  poly: 'polynomial',
  constant: 'constant',
};

function readSteps(
  path: string,
  settings: ReadonlyMap<string, Setting>,
  complain: (sentence: string) => void,
): Pick<Plan, 'steps' | 'scales'> {
  const none = { steps: [], scales: [] };
  const steps = settings.get('steps');
  const scales = settings.get('scales');
  if (steps === undefined || scales === undefined) {
    complain(
      `${path} says policy=steps without ${steps === undefined ? 'steps' : 'scales'}: where the learning rate drops is not known.`,
    );
    return none;
  }
  const places = numbers(steps);
  const factors = numbers(scales);
  for (const [setting, list] of [
    [steps, places],
    [scales, factors],
  ] as const) {
    if (list !== null) continue;
    complain(
      `In ${path}, line ${setting.line}, ${setting.key}=${setting.value} is not a list of numbers: where the learning rate drops is not known.`,
    );
    return none;
  }
  if (places!.length !== factors!.length) {
    complain(
      `In ${path}, steps (line ${steps.line}) names ${places!.length} places and scales (line ${scales.line}) ${factors!.length} factors: where the learning rate drops is not known.`,
    );
    return none;
  }
  return { steps: places!, scales: factors! };
}

function numbers(setting: Setting): number[] | null {
  const list = setting.value.replace(/,$/, '').split(',').map(Number);
  return setting.value !== '' && list.every((value) => Number.isFinite(value) && value >= 0) ? list : null;
}
