import type { SavedFile } from '../trainers/afterwards.ts';
import type { Look } from './look.ts';

interface ChosenSave {
  readonly save: SavedFile;
  readonly notes: readonly string[];
}

interface NoSave {
  readonly reason: string;
  readonly isStripped: boolean;
}

/** The first save that is there, whole, and holds the entries that are needed; else why there is none. */
export function chooseSave(
  from: readonly SavedFile[],
  needs: readonly string[],
  cwd: string,
  look: Look,
): ChosenSave | NoSave {
  const problems: string[] = [];
  let isStripped = false;
  for (const save of from.slice(0, maxLooked)) {
    const state = look.save(cwd, save.path, needs);
    if (state.kind === 'good') {
      const at = save.at ?? state.at;
      const doubt = state.isSure ? [] : [`Whether ${save.path} is whole cannot be told from its format.`];
      const passedOver = problems.length === 0 ? [] : [`Taken is ${save.path}: ${problems.join('; ')}.`];
      return { save: { path: save.path, at }, notes: [...passedOver, ...doubt] };
    }
    isStripped ||= state.kind === 'stripped';
    problems.push(problemText(save.path, state));
  }
  if (problems.length === 0) return { reason: 'Its log names no save.', isStripped: false };
  return { reason: `No save of it can be used: ${problems.slice(0, maxTold).join('; ')}.`, isStripped };
}

/** Saves that are looked at: a training with one an epoch has hundreds, of which the oldest help nobody. */
const maxLooked = 20;
const maxTold = 3;

function problemText(path: string, state: Exclude<ReturnType<Look['save']>, { kind: 'good' }>): string {
  switch (state.kind) {
    case 'missing':
      return `${path} is not there any more`;
    case 'cut':
      return `${path} is not whole, since its end is missing`;
    case 'stripped':
      return `${path} was stripped of its ${state.missing}, as at the end of a training, and holds only weights`;
  }
}
