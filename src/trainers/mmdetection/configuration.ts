import type { Plan } from '../../run/events.ts';
import type { Configured } from './memory.ts';

/**
 * What the dump of a configuration says of the plan, for both generations. It is Python source: `train_cfg =
 * dict(max_epochs=12, ...)` in mmengine, `runner = dict(type='EpochBasedRunner', max_epochs=12)` or `total_epochs = 12`
 * in mmcv. Source: mmengine/runner/runner.py, mmcv/runner/hooks/lr_updater.py.
 */
export function planOf(text: string): Partial<Configured> {
  const loop = callOf(text, /^train_cfg = dict\(/m) ?? callOf(text, /^runner = dict\(/m) ?? text;
  const epochs = integerOf(loop, /\b(?:max_epochs|total_epochs) ?= ?(\d+)/);
  const iterations = integerOf(loop, /\b(?:max_iters|total_iters) ?= ?(\d+)/);
  const checkpoint = callOf(text, /^checkpoint_config = dict\(/m) ?? callOf(text, /\bcheckpoint=dict\(/);
  const length = epochs ?? iterations;
  return {
    ...(length === null ? {} : { length, byIteration: epochs === null }),
    checkpointEvery: checkpoint === null ? null : integerOf(checkpoint, /\binterval=(\d+)/),
    warmUp: warmUpOf(text),
    steps: stepsOf(text),
    plan: restOf(text),
  };
}

function warmUpOf(text: string): Configured['warmUp'] {
  const linear = callsOf(text, /\bdict\(\s*begin=0,/g).find((call) => call.includes('LinearLR'));
  if (linear !== undefined) {
    const length = integerOf(linear, /\bend=(\d+)/);
    return length === null ? null : { length, byEpoch: linear.includes('by_epoch=True') };
  }
  const length = integerOf(text, /\bwarmup_iters=(\d+)/);
  return length === null ? null : { length, byEpoch: text.includes('warmup_by_epoch=True') };
}

function stepsOf(text: string): Configured['steps'] {
  const scheduler = callsOf(text, /\bdict\(\s*begin=\d+,/g).find((call) => call.includes('MultiStepLR'));
  const old = callOf(text, /^lr_config = dict\(/m);
  const call = scheduler ?? (old?.includes("policy='step'") ? old : null);
  const list = call === null ? undefined : /\b(?:milestones|step)=\[([\d,\s]*)\]/.exec(call)?.[1];
  if (call === null || list === undefined) return null;
  return {
    at: [...new Set(Array.from(list.matchAll(/\d+/g), ([digits]) => Number(digits)))],
    byEpoch: !call.includes('by_epoch=False'),
    scale: Number(/\bgamma=([\d.]+)/.exec(call)?.[1] ?? '0.1'),
  };
}

function restOf(text: string): Partial<Plan> {
  const loader = callOf(text, /^train_dataloader = dict\(/m) ?? text;
  const batch = integerOf(loader, /\b(?:batch_size|samples_per_gpu)=(\d+)/);
  const patience = callsOf(text, /\bdict\(/g).find(
    (call) => call.length < 1000 && call.includes("type='EarlyStoppingHook'"),
  );
  const pipelineSwitch = integerOf(text, /\bswitch_epoch=(\d+)/);
  const cosine =
    text.includes('CosineAnnealingLR') || text.includes("policy='CosineAnnealing'") || text.includes("policy='YOLOX'");
  return {
    ...(batch === null ? {} : { batch }),
    ...(patience === undefined ? {} : { patience: integerOf(patience, /\bpatience=(\d+)/) ?? defaultPatience }),
    ...(pipelineSwitch === null ? {} : { closeMosaic: pipelineSwitch }),
    ...(cosine ? { schedule: 'cosine' } : {}),
  };
}

/** Of mmengine's EarlyStoppingHook. */
const defaultPatience = 5;

function integerOf(text: string, pattern: RegExp): number | null {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The first call that begins as the pattern says, to its closing bracket. */
function callOf(text: string, pattern: RegExp): string | null {
  const match = pattern.exec(text);
  return match === null ? null : balanced(text, match.index + match[0].indexOf('('), match.index);
}

function callsOf(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), (match) =>
    balanced(text, match.index + match[0].indexOf('('), match.index),
  );
}

function balanced(text: string, open: number, start: number): string {
  let depth = 0;
  for (let index = open; index < text.length && index < open + maxCallLength; index++) {
    if (text[index] === '(') depth++;
    else if (text[index] === ')' && --depth === 0) return text.slice(start, index + 1);
  }
  return text.slice(start, open + 1);
}

/** Keeps a text full of brackets that never close from taking forever. */
const maxCallLength = 20_000;
