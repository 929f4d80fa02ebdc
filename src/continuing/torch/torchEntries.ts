import { readParts } from '../../stopping/kept/partReader.ts';
import { readZipEntry } from '../../stopping/kept/zip.ts';
import { isDictionary, type Pickled, readPickle } from './pickle.ts';

/** What an entry of a checkpoint is: `nothing` is None, or a container without content. */
export type TorchEntry = 'something' | 'nothing' | number;

/**
 * The entries of a checkpoint that PyTorch saved as an archive (since 1.6), by their names, read without executing
 * anything of it. Null where it is of another format, damaged, or no dictionary: then nobody can tell. Source:
 * torch/serialization.py (_save: `data.pkl` in the archive).
 */
export function torchEntries(path: string): ReadonlyMap<string, TorchEntry> | null {
  let bytes: Buffer | null;
  try {
    bytes = readParts(path, (file) => readZipEntry(file, (name) => /^[^/]+\/data\.pkl$/.test(name)));
  } catch {
    return null;
  }
  const pickled = bytes === null ? null : readPickle(bytes);
  if (pickled === null || !isDictionary(pickled) || pickled.entries.size === 0) return null;
  const entries = new Map<string, TorchEntry>();
  for (const [key, value] of pickled.entries) if (typeof key === 'string') entries.set(key, entryOf(value));
  return entries;
}

function entryOf(value: Pickled): TorchEntry {
  if (typeof value === 'number') return value;
  if (value === null) return 'nothing';
  if (isDictionary(value) && !value.isObject) return value.entries.size === 0 ? 'nothing' : 'something';
  return 'something';
}
