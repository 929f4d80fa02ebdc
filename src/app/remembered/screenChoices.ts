import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { makeDirectory, userDirectory } from '../../runs/userDirectory.ts';
import { readChoices } from '../../ui/state/choices.ts';
import type { Choices } from '../../ui/state/state.ts';

/** `$XDG_CONFIG_HOME/plateau/screen.json`, by default in `~/.config`. */
function choicesPath(): string {
  return join(userDirectory('config'), 'screen.json');
}

/**
 * What the user chose about the screen the last time. A file that is missing, damaged or from another version leaves
 * the defaults.
 */
export function loadChoices(path = choicesPath()): Partial<Choices> {
  try {
    return readChoices(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}

/**
 * Keeps the choices for the next time, whole or not at all. Nothing is said where that is not possible: they are not
 * worth an error.
 */
export function saveChoices(choices: Choices, path = choicesPath()): void {
  const text = `${JSON.stringify(choices, null, 2)}\n`;
  try {
    if (textOf(path) === text) return;
    makeDirectory(dirname(path));
    replaceFile(path, text);
  } catch {
    // The next time it looks as it does by default.
  }
}

/** Several dashboards may be closed at once: each has a temporary file of its own. */
function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}`;
  try {
    writeFileSync(temporary, text, { mode: 0o600 });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
