import type { EndedTraining, Resuming } from '../../afterwards.ts';
import { callOf, scriptCall, withOption, type ScriptCall } from '../../kit/commandLine.ts';
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

/** `node .../demo.js ARGUMENTS`, or the source of it. */
function demoCall(command: readonly string[]): ScriptCall | null {
  return scriptCall(command, /(?:^|[\\/])(?:demo\.m?js|demo[\\/]program\.ts)$/);
}
