import { enableCompileCache } from 'node:module';
import { privateDirectory, userDirectory } from '../runs/userDirectory.ts';

// Compiling the bundle is a third of the time to the first frame: Node keeps what it compiled. What it finds there it
// executes, so the cache is never in a directory that another user can write, as the temporary one is.
const cache = cacheFolder();
if (cache !== null) enableCompileCache(cache);
await import('./plateau.ts');

/** Null where the home directory is not known either. */
function cacheFolder(): string | null {
  try {
    return privateDirectory(userDirectory('cache'));
  } catch {
    return null;
  }
}
