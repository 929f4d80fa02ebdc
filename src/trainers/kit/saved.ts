import type { CheckpointRole } from '../../run/events.ts';
import type { EndedTraining, Refusal, SavedFile } from '../afterwards.ts';

/**
 * The saves that a log has named, the newest first, each file once with what it held last; those that it made without
 * a word come behind.
 */
export function savedFiles(
  { run, silent }: Pick<EndedTraining, 'run' | 'silent'>,
  roles: readonly CheckpointRole[] = ['last', 'numbered'],
): readonly SavedFile[] {
  const named = run.checkpoints
    .filter(({ role }) => roles.includes(role))
    .toReversed()
    .toSorted((one, other) => (other.at ?? Infinity) - (one.at ?? Infinity))
    .map(({ path, at }) => ({ path, at }));
  const all = [...named, ...silent.map((path) => ({ path, at: null }))];
  return all.filter(({ path }, index) => all.findIndex((other) => other.path === path) === index);
}

/** The best weights first, then whatever else was saved. */
export function bestFirst(ended: Pick<EndedTraining, 'run' | 'silent'>): readonly SavedFile[] {
  const best = savedFiles({ run: ended.run, silent: [] }, ['best']);
  const others = savedFiles(ended, ['final', 'last', 'numbered']);
  return [...best, ...others.filter(({ path }) => best.every((each) => each.path !== path))];
}

/** The command is not one that this trainer is known to be started with: nobody can tell its arguments. */
export function unknownCommand(title: string, resume: string): Refusal {
  return {
    refused: `The command of this run is not ${title}'s own, so its arguments are not known: start the continuation by hand with \`plateau run\`. ${sentence(resume)}`,
  };
}

function sentence(text: string): string {
  const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
