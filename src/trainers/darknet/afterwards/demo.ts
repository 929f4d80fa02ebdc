import type { EndedTraining, Finishing, Resuming } from '../../afterwards.ts';
import { callOf, fileOf, scriptCall, type ScriptCall, withOption, withoutOption } from '../../kit/commandLine.ts';
import { onlyValidates } from '../../kit/finishing.ts';
import { savedFiles } from '../../kit/saved.ts';

/**
 * How the trainer in the box goes on, which talks like AlexeyAB's Darknet but takes `--resume FILE` and
 * `--iterations N`, and saves its momentum, too. Null for any other command.
 */
export function demoResuming(ended: EndedTraining): Resuming | null {
  const call = demoCall(ended.command);
  if (call === null) return null;
  const { length } = ended;
  const args = length === null ? call.args : withOption(call.args, ['--iterations'], String(length));
  const spoils = ended.run.checkpoints.findLast(({ role }) => role === 'best')?.path;
  return {
    from: savedFiles(ended, ['last', 'numbered', 'final']),
    needs: [],
    command: (file) => callOf(call, withOption(args, ['--resume'], file)),
    ...(spoils === undefined ? {} : { spoils: [spoils] }),
  };
}

/** The save that a command of it goes on from; null for none, and for any other command. */
export function demoResumesFrom(command: readonly string[]): string | null {
  const args = demoCall(command)?.args ?? [];
  return args.includes('--evaluate') ? null : fileOf(args, ['--resume']);
}

/** It evaluates weights with `--evaluate FILE`, and prints what `detector map` does. */
export function demoFinishing({ command }: EndedTraining, file: string): Finishing | null {
  const call = demoCall(command);
  if (call === null) return null;
  const args = withOption(withoutOption(call.args, ['--resume'], 1), ['--evaluate'], file);
  return onlyValidates(callOf(call, args), 'A table of classes.');
}

/** `node .../demo.js ARGUMENTS`, or the source of it. */
function demoCall(command: readonly string[]): ScriptCall | null {
  return scriptCall(command, /(?:^|[\\/])(?:demo\.m?js|demo[\\/]program\.ts)$/);
}
