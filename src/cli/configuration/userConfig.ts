import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDirectory } from '../../runs/userDirectory.ts';
import { writeWholeFile } from '../../runs/wholeFile.ts';
import { systemErrorMessage } from '../../words/errors.ts';
import { readUserConfig, userConfigPath } from './configuration.ts';
import type { ConfigValues } from './settings.ts';

/**
 * Changes the user's own configuration file in one step, which is made where there is none. Throws a sentence that
 * names it when it holds what is no configuration, or cannot be written.
 */
export function changeUserConfig(change: (values: ConfigValues) => ConfigValues): void {
  const path = userConfigPath();
  if (path === null)
    throw new Error('The home directory is not known, so that there is no configuration file: set HOME.');
  const values = change(readUserConfig(path));
  try {
    makeDirectory(dirname(path));
    // Many keep it among other such files, behind a link.
    writeWholeFile(existsSync(path) ? realpathSync(path) : path, `${JSON.stringify(values, null, 2)}\n`);
  } catch (error) {
    throw new Error(`The config file ${path} could not be written: ${systemErrorMessage(error)}.`, { cause: error });
  }
}
