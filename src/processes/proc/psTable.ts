import { spawnSync } from 'node:child_process';
import process from 'node:process';
import type { ProcessFacts } from '../processFacts.ts';
import { singleLine } from '../../words/harmless.ts';

/** One process as `ps` tells it, for machines without /proc; null when it is gone or a zombie. */
export function processFromPs(pid: number): ProcessFacts | null {
  return psRows(['-p', String(pid)])[0] ?? null;
}

/** Everything that lives, as `ps` tells it. */
export function processesFromPs(): readonly ProcessFacts[] {
  return psRows(['-A']);
}

/** The columns are those that both the BSDs' and Linux' ps know; `lstart` is five words in the C locale. */
function psRows(selection: readonly string[]): ProcessFacts[] {
  const columns = ['pid=', 'ppid=', 'pgid=', 'ruid=', 'stat=', 'lstart=', 'args='].flatMap((column) => ['-o', column]);
  // Not execa, which every view of a training would then load, also where there is a /proc.
  const { stdout } = spawnSync('ps', ['-ww', ...columns, ...selection], {
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return (stdout ?? '')
    .split('\n')
    .map(factsOfRow)
    .filter((facts) => facts !== null);
}

const row = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]+\s+\d{4})\s+(.*)$/;

function factsOfRow(text: string): ProcessFacts | null {
  const [, pid, parent, group, user, state, started, command] = row.exec(text) ?? [];
  if (state === undefined || started === undefined || state.startsWith('Z')) return null;
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    startTime: Math.round(Date.parse(started) / 1000),
    user: Number(user),
    stopped: state.startsWith('T'),
    // U on macOS, D elsewhere.
    uninterruptible: /^[DU]/.test(state),
    // What is ignored is not in a column that all of them know.
    ignoresInterrupt: false,
    command: singleLine(command ?? ''),
  };
}
