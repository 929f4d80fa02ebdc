import { actOnRun } from './options/actOnRun.ts';

/** `plateau pause [RUN] [--json]`: halts a training with SIGSTOP. */
export async function pause(args: readonly string[]): Promise<number> {
  return actOnRun(args, {
    by: 'plateau pause',
    act: (control) => control.pause(),
    done: 'paused',
    says: ({ id, name }) =>
      `Paused ${name} (${id}). The time until \`plateau resume ${id}\` does not count as training time.`,
  });
}
