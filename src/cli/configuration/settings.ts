import * as valibot from 'valibot';
import { splitArgs } from '../../notices/splitArgs.ts';
import { templateFault } from '../../notices/template.ts';
import { parseWebhook } from '../../notices/webhook.ts';
import { isMetric, ownFigure } from '../../run/metric.ts';
import { metricNames } from '../../trainers/generic/metrics.ts';
import { trainerNames } from '../../trainers/index.ts';
import { terminalFeatures } from '../../ui/terminal/capabilities/capabilities.ts';
import { fractionOf, isDuration } from '../options/args.ts';
import { planFlags } from '../table/preparing.ts';
import { adviceFlags, noticeFlags, viewFlags } from '../table/sharedFlags.ts';
import { valuesOf, type Flag } from '../table/flag.ts';

const text = valibot.string('it must be a string');

/** One of the values that the help of a flag lists. */
function choice(flag: Flag) {
  const values = valuesOf(flag);
  return valibot.picklist(values, `it must be one of ${values.join(', ')}`);
}

const textOrNumber = valibot.union([valibot.string(), valibot.number()], 'it must be a string or a number');

const fraction = valibot.pipe(
  textOrNumber,
  valibot.check((value) => fractionOf(String(value)) !== null, 'it must be a fraction (0.9) or a percentage ("90%")'),
);

const metricRule = `a metric must be one of ${metricNames.join(', ')}, or one that \`metric\` judges by`;

const length = valibot.pipe(
  valibot.number('it must be a number'),
  valibot.integer('it must be a whole number'),
  valibot.minValue(0, 'it must be 0 or more'),
);

const host = valibot.pipe(
  text,
  valibot.regex(/^[^\s-]\S*$/, 'it must be a name that ssh knows, such as gpu1 or me@10.0.0.7'),
);

/** What is described by the help of the flag that says the same. */
function described<const Schema extends valibot.GenericSchema>(schema: Schema, { help }: Flag) {
  return valibot.optional(valibot.pipe(schema, valibot.description(help)));
}

/**
 * The keys of a config file. `config.schema.json`, which is published with the package, is made from this
 * (tools/configSchema.ts).
 */
export const settingsSchema = valibot.strictObject({
  $schema: valibot.optional(valibot.pipe(text, valibot.description('where this schema is, for editors'))),
  advice: described(choice(adviceFlags.advice), adviceFlags.advice),
  metric: described(
    valibot.pipe(
      text,
      valibot.check(isMetric, 'it must be a metric such as map50, recall, ap:CLASS or 0.1*map50+0.9*map50-95'),
    ),
    {
      ...adviceFlags.metric,
      help: 'the metric to judge (default: map50-95 where it is logged, else map50), also ap:CLASS for one class, or a weighted sum such as 0.1*map50+0.9*map50-95',
    },
  ),
  metrics: valibot.optional(
    valibot.pipe(
      valibot.record(valibot.pipe(text, valibot.regex(ownFigure, metricRule)), text),
      valibot.description(
        `how an unknown trainer prints its metrics: a regular expression in RE2's syntax with one group for each; ${metricRule}`,
      ),
    ),
  ),
  minGain: described(fraction, adviceFlags['min-gain']),
  targetMap: described(fraction, adviceFlags['target-map']),
  maxTime: described(
    valibot.pipe(
      textOrNumber,
      valibot.check((value) => isDuration(String(value)), 'it must be a duration such as "90s", "15m", "24h" or "7d"'),
    ),
    adviceFlags['max-time'],
  ),
  maxIterations: described(length, adviceFlags['max-iterations']),
  maxEpochs: described(length, adviceFlags['max-epochs']),
  ignoreFirst: described(length, adviceFlags['ignore-first']),
  trainer: described(
    valibot.pipe(
      text,
      valibot.check((name) => trainerNames.includes(name), 'it must be a trainer that `plateau trainers` lists'),
    ),
    adviceFlags.trainer,
  ),
  chars: described(choice(viewFlags.chars), viewFlags.chars),
  theme: described(choice(viewFlags.theme), viewFlags.theme),
  mapUnit: described(choice(adviceFlags['map-unit']), adviceFlags['map-unit']),
  without: described(
    valibot.array(
      valibot.picklist(terminalFeatures, `it must be one of ${terminalFeatures.join(', ')}`),
      'it must be a list',
    ),
    viewFlags.without,
  ),
  notifyCommand: described(
    valibot.pipe(
      text,
      valibot.check((line) => isMade(() => splitArgs(line)), 'it must be a program and its arguments'),
    ),
    { ...noticeFlags['notify-command'], help: 'run this for each notice, with its text as last argument' },
  ),
  webhooks: described(
    valibot.array(
      valibot.pipe(
        text,
        valibot.check(
          (address) => isMade(() => parseWebhook(address)),
          'it must be an address such as https://ntfy.sh/my-topic',
        ),
      ),
      'it must be a list of addresses',
    ),
    noticeFlags.webhook,
  ),
  noticeText: described(
    valibot.pipe(
      text,
      valibot.check((template) => templateFault(template) === null, 'it must be a text with fields such as {title}'),
    ),
    noticeFlags['notice-text'],
  ),
  hosts: valibot.optional(
    valibot.pipe(
      valibot.array(host, 'it must be a list of hosts'),
      valibot.description(
        'the machines whose trainings are listed too (`plateau hosts`), that `plateau upgrade` goes to when none is named, and that Tab completes',
      ),
    ),
  ),
  gpuPrice: described(
    valibot.pipe(
      valibot.number('it must be a number'),
      valibot.check((price) => price > 0, 'it must be above zero'),
    ),
    planFlags['gpu-price'],
  ),
});

export type ConfigValues = valibot.InferOutput<typeof settingsSchema>;

export type ConfigKey = Exclude<keyof ConfigValues, '$schema'>;

/** What is known of a setting besides its schema. */
export interface ConfigSetting {
  readonly name: ConfigKey;
  /** The flag that says the same; null without one. */
  readonly flag: string | null;
  /** What counts when nobody says anything. */
  readonly fallback: string;
  /**
   * A config file of a working directory may not set it: it names a program to run, machines, or somebody to tell, and
   * the directory may be somebody else's.
   */
  readonly isPersonal?: true;
  /** What stands between the items of a list in the environment; absent for one value. */
  readonly separator?: RegExp;
  /** What may be shown of a value that is a secret. */
  readonly masked?: (value: string) => string;
}

/** All settings, in the order in which they are shown. */
export const settings: readonly ConfigSetting[] = [
  { name: 'advice', flag: 'advice', fallback: 'balanced' },
  { name: 'metric', flag: 'metric', fallback: 'map50-95 where it is logged, else map50' },
  { name: 'metrics', flag: null, fallback: 'the usual words' },
  { name: 'minGain', flag: 'min-gain', fallback: '0.005' },
  { name: 'targetMap', flag: 'target-map', fallback: 'none' },
  { name: 'maxTime', flag: 'max-time', fallback: 'none' },
  { name: 'maxIterations', flag: 'max-iterations', fallback: 'none' },
  { name: 'maxEpochs', flag: 'max-epochs', fallback: 'none' },
  { name: 'ignoreFirst', flag: 'ignore-first', fallback: '0' },
  { name: 'trainer', flag: 'trainer', fallback: 'recognised' },
  { name: 'chars', flag: 'chars', fallback: 'braille, box or ascii, by what the terminal can show' },
  { name: 'theme', flag: 'theme', fallback: 'as the terminal answers' },
  { name: 'mapUnit', flag: 'map-unit', fallback: 'percent' },
  { name: 'without', flag: 'without', fallback: 'nothing', separator: /[\s,]+/ },
  { name: 'notifyCommand', flag: 'notify-command', fallback: 'none', isPersonal: true, masked: maskedCommand },
  { name: 'webhooks', flag: 'webhook', fallback: 'none', isPersonal: true, separator: /\s+/, masked: maskedAddress },
  { name: 'hosts', flag: null, fallback: 'none', isPersonal: true, separator: /[\s,]+/ },
  { name: 'noticeText', flag: 'notice-text', fallback: 'what there is to tell' },
  { name: 'gpuPrice', flag: 'gpu-price', fallback: 'none' },
];

/** But for its host the address of a webhook is a secret. */
function maskedAddress(address: string): string {
  const { url, kind } = parseWebhook(address);
  return `${kind === 'json' ? '' : `${kind}+`}${url.protocol}//${url.host}/...`;
}

/** Its arguments may hold a key. */
function maskedCommand(line: string): string {
  const [program, ...args] = splitArgs(line);
  return args.length === 0 ? program : `${program} ...`;
}

function isMade(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}
