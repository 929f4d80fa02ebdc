import { constants } from 'node:os';
import process from 'node:process';
import { resolve } from 'node:path';
import { connectControl } from '../keeper/controlClient.ts';
import { startRun } from '../keeper/startRun.ts';
import { viewRun } from './viewRun.ts';
import { UsageError } from './usageError.ts';
import { exitStatusOf } from './view.ts';
import { viewFlags, viewOptions } from './viewOptions.ts';
import { parseWords } from './words.ts';

const flags = {
  ...viewFlags,
  detach: { type: 'boolean' },
  name: { type: 'string' },
  cwd: { type: 'string' },
  stdin: { type: 'string' },
  env: { type: 'string', multiple: true },
} as const;

/** `plateau run [options] -- COMMAND ...`: starts a training and shows it. Without a terminal the exit status is the trainer's. */
export async function run(words: readonly string[]): Promise<number> {
  const border = words.indexOf('--');
  const command = border === -1 ? [] : words.slice(border + 1);
  const { values, positionals } = parseWords(border === -1 ? words : words.slice(0, border), flags);
  if (command.length === 0 || positionals.length > 0) {
    const guess = positionals.length > 0 ? positionals.join(' ') : 'COMMAND ...';
    throw new UsageError(`\`plateau run\` needs the training's command after \`--\`: plateau run -- ${guess}`);
  }
  const options = viewOptions(values);
  const record = await startRun({
    command,
    cwd: resolve(values.cwd ?? process.cwd()),
    name: values.name ?? null,
    stdin: values.stdin ?? null,
    environment: environmentOf(values.env ?? []),
  });
  if (values.detach === true) {
    process.stdout.write(`${record.id}\nThe training runs. Watch it with: plateau attach ${record.id}\n`);
    return 0;
  }
  const exit = await viewRun(record, await connectControl(record), options);
  return exitStatusOf(exit, constants.signals);
}

function environmentOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const border = pair.indexOf('=');
      if (border < 1) throw new UsageError(`--env takes KEY=VALUE, not \`${pair}\`.`);
      return [pair.slice(0, border), pair.slice(border + 1)];
    }),
  );
}
