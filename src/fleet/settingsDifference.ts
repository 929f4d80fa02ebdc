import { valuesOf } from '../runs/group/commandShape.ts';

/** What runs were started with: the command, and what the trainer has written down of its arguments. */
export interface RunSettings {
  readonly name: string;
  readonly command: readonly string[];
  /** By name, as it stands in the files that the trainer dumps. */
  readonly dumped: ReadonlyMap<string, string>;
}

/** One setting in which runs differ; null where a run does not tell it. */
export interface SettingDifference {
  readonly setting: string;
  readonly values: readonly (string | null)[];
}

/**
 * The settings in which runs differ, by name, and no others. Where they write to, and what they compute on, is none of
 * them.
 */
export function settingsDifference(runs: readonly RunSettings[]): readonly SettingDifference[] {
  const settings = runs.map(({ command, dumped }) => new Map([...dumped, ...valuesOf(command)]));
  const names = new Set(settings.flatMap((each) => [...each.keys()]));
  return [...names]
    .filter((name) => !noHyperParameter.has(name.replaceAll('-', '_').toLowerCase()))
    .toSorted()
    .map((setting) => ({ setting, values: settings.map((each) => each.get(setting) ?? null) }))
    .filter(({ values }) => new Set(values.map(comparable)).size > 1);
}

/** `0.010` and `0.01` are the same, and so are `data.yaml` in quotes and without. */
function comparable(value: string | null): string {
  if (value === null) return 'null';
  const plain = value.replace(/^(["'])(.*)\1$/s, '$2');
  return plain !== '' && Number.isFinite(Number(plain)) ? String(Number(plain)) : plain;
}

/** Names of places, devices and the like, as trainers have them; `-` and `_` are the same. */
const noHyperParameter: ReadonlySet<string> = new Set([
  'name',
  'project',
  'save_dir',
  'output_dir',
  'work_dir',
  'output',
  'out',
  'exist_ok',
  'device',
  'gpu',
  'gpus',
  'workers',
  'num_workers',
  'verbose',
  'resume',
  'port',
  'master_port',
  'local_rank',
  'note',
  'tag',
]);
