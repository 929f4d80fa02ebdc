import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { listRuns } from '../runs/runs.ts';
import { trainerNames } from '../trainers/index.ts';
import { printForProgram } from '../app/print.ts';
import { usageError } from '../words/usageError.ts';
import { readConfiguration } from './configuration/configuration.ts';
import { completeLine } from './completion/completeLine.ts';
import { shells, shellScript } from './completion/shellScript.ts';
import type { CommandHelp } from './table/flag.ts';

/**
 * `plateau completion SHELL` prints the completion of a shell, which asks `plateau completion --words WORD ...`: what
 * the last of these words may become.
 */
export async function completion(args: readonly string[], commands: readonly CommandHelp[]): Promise<number> {
  const [first, ...words] = args;
  if (first === '--words') {
    const { words: found, paths } = completeLine(words, commands, names);
    const lines = found.map(([word, means]) => (means === '' ? word : `${word}\t${means}`));
    printForProgram(`${[...lines, `:${paths}`].join('\n')}\n`);
    return 0;
  }
  const shell = shells.find((each) => each === first);
  if (shell === undefined || words.length > 0) {
    throw usageError(`\`plateau completion\` needs the shell: ${shells.join(', ')}.`);
  }
  printForProgram(shellScript(shell));
  return 0;
}

function names(kind: 'run' | 'trainer' | 'host'): readonly string[] {
  switch (kind) {
    case 'run':
      return [...new Set(listRuns().runs.flatMap(({ id, name }) => [name, id]))].filter(isPlain);
    case 'trainer':
      return trainerNames;
    case 'host':
      return [...new Set([...configuredHosts(), ...sshHosts()])];
  }
}

/** Other names could be taken for something else by the shell; a run of theirs has an id. */
function isPlain(name: string): boolean {
  return /^[\w.,:@%+-]+$/.test(name) && !name.startsWith('-');
}

/** The hosts that the user's own ssh configuration names, without patterns. */
function sshHosts(): string[] {
  try {
    const lines = readFileSync(join(homedir(), '.ssh', 'config'), 'utf8').split('\n');
    const hosts = lines.flatMap((line) => /^\s*host\s+(.*)$/i.exec(line)?.[1]?.trim().split(/\s+/) ?? []);
    return [...new Set(hosts)].filter((host) => isPlain(host) && !/[*?!]/.test(host));
  } catch {
    return [];
  }
}

/** Those of the configuration; none while it has a mistake, which is told elsewhere. */
function configuredHosts(): readonly string[] {
  try {
    return (readConfiguration(null, process.cwd()).values.hosts ?? []).filter(isPlain);
  } catch {
    return [];
  }
}
