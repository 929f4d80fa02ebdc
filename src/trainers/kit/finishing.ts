import type { Finishing, FinishStep, KeptWeights } from '../afterwards.ts';

/** A place for what a validation writes, beside where the training wrote, so that nothing of that is written over. */
export function besideOutput(output: string | null): { readonly folder: string; readonly name: string } | null {
  const match = output === null ? null : /^(.*?)[\\/]*([^\\/]+)[\\/]*$/.exec(output);
  return match === null ? null : { folder: match[1] === '' ? '.' : match[1]!, name: `${match[2]!}-finished` };
}

/** A validation alone: what is stripped is said, and why nothing is. */
export function onlyValidates(command: readonly string[], gives: string): Finishing {
  return { steps: () => [{ what: 'validate', command }], gives };
}

/**
 * Strips a copy under a name of its own with a function of the trainer's, `strip_optimizer(FILE, COPY)`, where the
 * weights are not stripped yet and its Python is known; and the weights to validate then.
 */
export function stripsFirst(
  { path, isStripped, stripped, python }: KeptWeights,
  statement: string,
  before: readonly string[] = [],
): { readonly steps: readonly FinishStep[]; readonly validated: string } {
  if (isStripped !== false || python === null) return { steps: [], validated: path };
  const command = [...before, python, '-c', `import sys; ${statement}; strip_optimizer(*sys.argv[1:])`, path, stripped];
  return { steps: [{ what: 'strip', command }], validated: stripped };
}
