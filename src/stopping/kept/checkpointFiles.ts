/** What is known of the names of a training's checkpoints. */
export interface NamedCheckpoints {
  /** Absolute paths of those that its log has named. */
  readonly paths: readonly string[];
  /** Ends of the names that its trainer gives them, beside those that are known anyway: `.backup`. */
  readonly suffixes: readonly string[];
}

/** Whether a file is a checkpoint by its name, be it a part or a temporary copy of one. */
export function isCheckpoint(path: string, { paths, suffixes }: NamedCheckpoints): boolean {
  const name = nameOf(path).replace(unfinished, '');
  return (
    usual.test(name) ||
    /\.part$/i.test(path) ||
    suffixes.some((suffix) => name.endsWith(suffix)) ||
    paths.some((named) => nameOf(named) === name)
  );
}

/** Endings that trainers of many kinds give their weights. Source: trainers.md, what each of them saves. */
const usual = /\.(?:weights|pt|pth|ckpt|safetensors|pdparams|pdopt|h5|hdf5|keras|tar)$/i;

/** What is put behind the name of a file that is to be renamed once it is whole. */
const unfinished = /(?:\.(?:part|partial|tmp|temp|incomplete|\d+)|~)+$/i;

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
