import { arch, availableParallelism, release, totalmem } from 'node:os';
import process from 'node:process';
import { isSea } from 'node:sea';
import { usableFeatures } from '../../ui/terminal/capabilities/capabilities.ts';
import { bytes } from '../../words/bytes.ts';
import { counted } from '../../words/count.ts';
import { isUtf8Locale } from '../../words/terminal/locale.ts';
import { fault, type Diagnosis, fine } from './finding.ts';
import { findHistory, findState } from './foundFiles.ts';
import { askVersion, findClients, findGpus, findTmux } from './foundPrograms.ts';

/**
 * Looks at terminal, system and programs, all at once, and waits for none of them for long. `configuration`: what is
 * wrong with the configuration, or null. Never throws.
 */
export async function findAll(version: string, configuration: string | null): Promise<readonly Diagnosis[]> {
  const [tmux, gpus, ssh, clients, state, history] = await Promise.all([
    findTmux(),
    findGpus(),
    askVersion('ssh', 'ssh', ['-V'], /OpenSSH_\S+?(?=[ ,])/),
    findClients(),
    findState(),
    findHistory(),
  ]);
  return [
    fine('plateau', plateauText(version)),
    fine('terminal', terminalText()),
    tmux,
    fine('locale', localeText()),
    gpus,
    ssh,
    clients,
    configuration === null ? fine('config', 'read without a fault') : fault('config', configuration),
    state,
    history,
  ];
}

function plateauText(version: string): string {
  const how = isSea() ? 'single executable' : 'on Node';
  const memory = bytes(totalmem());
  return `${version}, ${how} ${process.versions.node}, ${process.platform} ${release()} ${arch()}, ${counted(availableParallelism(), 'core')}, ${memory}`;
}

function terminalText(): string {
  const { TERM: term, TERM_PROGRAM: program, COLORTERM: colours } = process.env;
  const { stdin, stdout } = process;
  const size = stdout.isTTY ? `${stdout.columns}x${stdout.rows}` : 'output is no terminal';
  const features = [...usableFeatures(process.env, [])].join(', ');
  return [
    size,
    ...(stdin.isTTY ? [] : ['input is no terminal']),
    `TERM=${term ?? ''}`,
    ...(program === undefined ? [] : [`TERM_PROGRAM=${program}`]),
    ...(colours === undefined ? [] : [`COLORTERM=${colours}`]),
    `may use: ${features === '' ? 'nothing' : features}`,
  ].join(', ');
}

function localeText(): string {
  const said = ['LC_ALL', 'LC_CTYPE', 'LANG'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined || value === '' ? [] : [`${name}=${value}`];
  });
  return `${isUtf8Locale(process.env) ? 'UTF-8' : 'no UTF-8'}, ${said.length === 0 ? 'nothing is set' : said.join(' ')}`;
}
