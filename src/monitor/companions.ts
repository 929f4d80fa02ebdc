import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readSmallFile } from '../log/files/readSmallFile.ts';
import { reduce } from '../run/reduce.ts';
import { planIn } from '../trainers/formats/results/planFile.ts';
import { isNotebook } from '../log/formats/notebook/notebooks.ts';
import { codeOf } from '../log/formats/notebook/trainingCell.ts';
import type { PlanDraft } from '../trainers/kit/planDraft.ts';
import { basesOf, lengthInCommand, lengthInSettings } from '../trainers/kit/plannedLength.ts';
import { planFiles } from '../trainers/index.ts';
import { errorMessage } from '../words/errors.ts';
import type { Reading } from './reading.ts';

/** The command a training was started with, and its working directory. */
export interface Started {
  readonly command: readonly string[];
  readonly cwd: string;
}

/**
 * Reads the files that the training's command names (a `.cfg`, a `data.yaml`), which say of the plan what the log does
 * not. One that cannot be read becomes a fault of the run.
 */
export function readCompanions(reading: Reading, { command, cwd }: Started): void {
  const trainer = reading.trainer();
  if (trainer === null) return;
  for (const companion of trainer.companions?.(command) ?? []) {
    const path = resolve(cwd, companion.path);
    try {
      const { text } = readSmallFile(path);
      reading.detector.readCompanion(companion, text, (event) => reduce(reading.run, event, null));
    } catch (error) {
      tellUnread(reading, path, error);
    }
  }
}

/**
 * Reads the trainer's arguments from beside a file of its figures (`args.yaml` beside `results.csv`), which does not
 * hold the plan.
 */
export function readPlanFiles(reading: Reading, path: string): void {
  if (!/\.(?:csv|txt|jsonl?)$|tfevents/.test(basename(path))) return;
  for (const name of planFiles) {
    const file = join(dirname(path), name);
    if (!existsSync(file)) continue;
    try {
      reduce(reading.run, { type: 'plan', plan: planIn(readSmallFile(file).text) }, null);
    } catch (error) {
      tellUnread(reading, file, error);
    }
  }
}

/**
 * Takes the planned length from where any trainer may have it, while nothing else has told it: from the arguments of
 * the command, from the settings that these name, and from those that are kept beside a file of figures (`path`).
 */
export function findLength(reading: Reading, started: Started | null, path: string | null): void {
  const { run } = reading;
  const isKnown = () => run.plan.epochs !== null || run.plan.iterations !== null;
  if (!isKnown() && started !== null) reduce(run, { type: 'plan', plan: lengthInCommand(started.command) }, null);
  const files = [...(started === null ? [] : settingsNamed(started)), ...(path === null ? [] : settingsBeside(path))];
  for (const file of files) {
    if (isKnown()) return;
    try {
      reduce(run, { type: 'plan', plan: lengthIn(file) }, null);
    } catch (error) {
      tellUnread(reading, file, error);
    }
  }
}

/** The length that a file tells, or the files that it is based on; a notebook tells it in the code of its cells. */
function lengthIn(file: string, seen = new Set<string>()): PlanDraft {
  if (isNotebook(file)) return lengthInSettings(codeOf(readFileSync(file, 'utf8')));
  seen.add(file);
  const { text } = readSmallFile(file);
  const bases = basesOf(text).map((name) => resolve(dirname(file), name));
  const drafts = bases.map((base) =>
    seen.has(base) || seen.size >= maxSettingsFiles || !existsSync(base) ? {} : lengthIn(base, seen),
  );
  return Object.assign({}, ...drafts, lengthInSettings(text));
}

/** The files of settings that a command names: `-c configs/dfine.yml`, `train.py configs/rtmdet.py`. */
function settingsNamed({ command, cwd }: Started): readonly string[] {
  const script = command.findIndex((argument) => argument.endsWith('.py'));
  return command
    .map((argument) => argument.replace(/^--?[\w-]+=/, ''))
    .filter((argument, index) => index !== script && isSettings(argument, command[index - 1] ?? ''))
    .map((argument) => resolve(cwd, argument))
    .filter((file) => existsSync(file))
    .slice(0, maxSettingsFiles);
}

/** TensorFlow's pipelines and TAO's specifications have names of their own; a text may be anything else. */
function isSettings(file: string, before: string): boolean {
  return (
    /\.(?:ya?ml|json|py|config|pbtxt)$/.test(file) ||
    (file.endsWith('.txt') && /^(?:-e|--experiment_spec)/.test(before))
  );
}

/** The files of settings that trainers keep with their figures, the likeliest first. */
function settingsBeside(path: string): readonly string[] {
  if (isNotebook(path)) return [path];
  if (!/\.(?:csv|txt|jsonl?)$|tfevents/.test(basename(path))) return [];
  const directory = dirname(path);
  // mmengine has its figures two levels below its configuration.
  const above = basename(directory) === 'vis_data' ? [dirname(directory), dirname(dirname(directory))] : [];
  const named = settingsFiles.map((name) => join(directory, name)).filter((file) => existsSync(file));
  return [
    ...named,
    ...[directory, ...above].flatMap((each) => globSync('*.py', { cwd: each }).map((name) => join(each, name))),
  ].slice(0, maxSettingsFiles);
}

const settingsFiles = ['args.yaml', 'opt.yaml', 'hparams.yaml', 'config.yaml', '.hydra/config.yaml', 'opt.txt'];
const maxSettingsFiles = 20;

function tellUnread({ run }: Reading, path: string, error: unknown): void {
  const text = `${path} could not be read, so the plan is known only as far as the log tells it: ${errorMessage(error)}`;
  reduce(run, { type: 'fault', text, fatal: false }, null);
}
