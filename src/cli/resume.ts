import { actOnRun } from './options/actOnRun.ts';

/** `plateau resume [RUN] [--json]`: lets a paused training go on. */
export async function resume(args: readonly string[]): Promise<number> {
  return actOnRun(args, {
    by: 'plateau resume',
    act: (control) => control.resume(),
    done: 'resumed',
    says: ({ id, name }) => `Resumed ${name} (${id}).`,
  });
}
