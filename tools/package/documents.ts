import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import packageJson from '../../package.json' with { type: 'json' };
import { commands } from '../../src/cli/commands.ts';
import { shellScript } from '../../src/cli/completion/shellScript.ts';
import { commandPage, generalPage } from '../../src/cli/help/manPage.ts';

/**
 * Writes man pages, completions and the schema of config files below a prefix such as `/usr`, where Debian and most
 * systems look for them.
 */
export async function writeDocuments(prefix: string): Promise<void> {
  const edition = { version: packageJson.version, date: new Date().toISOString().slice(0, 10) };
  const page = (name: string) => `share/man/man1/${name}.1.gz`;
  const files: readonly (readonly [string, string | Buffer])[] = [
    [page('plateau'), gzipSync(generalPage(commands, edition))],
    ...commands.map((command) => [page(`plateau-${command.name}`), gzipSync(commandPage(command, edition))] as const),
    ['share/doc/plateau/config.schema.json', await readFile('config.schema.json')],
    ['share/bash-completion/completions/plateau', shellScript('bash')],
    ['share/zsh/vendor-completions/_plateau', shellScript('zsh')],
    ['share/fish/vendor_completions.d/plateau.fish', shellScript('fish')],
  ];
  for (const [path, content] of files) {
    const file = join(prefix, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o755 });
    await writeFile(file, content, { mode: 0o644 });
  }
}
