import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { beforeEach, describe, test } from 'vitest';
import { keptRun } from '../../support/cli/kept.ts';
import { freshHome } from '../../support/real/plateau.ts';
import { needs } from '../../support/real/programs.ts';
import { openTerminal, type Terminal } from '../../support/real/terminal.ts';

/** How each shell starts without the files of this machine, and how it is given our completion. */
const shells = [
  { shell: 'bash', args: ['--norc', '--noprofile', '-i'], load: 'eval "$(plateau completion bash)"' },
  {
    shell: 'zsh',
    args: ['-f', '-i'],
    load: 'PS1="$ "; autoload -Uz compinit; compinit -u -D; eval "$(plateau completion zsh)"',
  },
  { shell: 'fish', args: ['--no-config', '-i'], load: 'plateau completion fish | source' },
] as const;

describe.each(shells)('in a real $shell, Tab', ({ shell, args, load }) => {
  describe('completes', needs(shell), () => {
    let terminal: Terminal;

    beforeEach(async () => {
      const { directory, environment } = freshHome();
      keptRun(environment, '20260101-000000-night');
      mkdirSync(join(directory, 'bin'));
      symlinkSync(resolve('bin/plateau'), join(directory, 'bin/plateau'));
      writeFileSync(join(directory, 'results of today.csv'), '');
      terminal = openTerminal([], {
        environment: {
          ...environment,
          HOME: directory,
          TERM: 'xterm',
          PS1: '$ ',
          PATH: [join(directory, 'bin'), environment['PATH']].join(delimiter),
        },
        command: [shell, ...args],
        cwd: directory,
        columns: 100,
      });
      terminal.press(`${load}; echo re''ady\r`);
      await terminal.see(/^ready/m);
    });

    test('a command, a flag, one of its values, a run and a file', async () => {
      await completes('plateau atta', /plateau attach/);
      await completes('plateau run --max-ti', /plateau run --max-time/);
      await completes('plateau run --advice care', /plateau run --advice careful/);
      await completes('plateau run --theme=contr', /plateau run --theme=contrast/);
      await completes('plateau attach nig', /plateau attach night/);
      await completes('plateau inspect resu', /plateau inspect ['"]?results(\\ | )of(\\ | )today\.csv/);
    });

    /** Types, sees what becomes of it, and clears the line. */
    async function completes(typed: string, expected: RegExp): Promise<void> {
      terminal.press(`${typed}\t`);
      await terminal.see(expected);
      terminal.press('\u0015');
    }
  });
});
