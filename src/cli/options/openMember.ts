import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import type { FleetValues } from './fleetOptions.ts';
import type { Member } from '../../fleet/member.ts';
import { noPlateau, plateauScript } from '../../fleet/remote/serveScript.ts';
import { describeWaiting } from '../../runs/queue/describeWaiting.ts';
import type { RunRecord } from '../../runs/runRecord.ts';
import { openRun } from '../../runs/runs.ts';
import type { ThemeName } from '../../ui/terminal/theme.ts';
import { shellQuote } from '../../words/shellQuote.ts';
import type { ViewValues } from './viewOptions.ts';

/**
 * Returns what shows a member of the fleet until its dashboard is closed: here, or, of a run on another host, that
 * host's own dashboard over ssh, which is told the `theme` of this terminal. It rejects with a full sentence.
 */
export function memberOpener(
  values: ViewValues & Pick<FleetValues, 'mlflow'>,
  theme: ThemeName,
): (member: Member) => Promise<void> {
  return async (member) => {
    switch (member.way) {
      case 'here': {
        const record = openRun(member.run);
        const reason = whyNoDashboard(record);
        if (reason !== null) throw new Error(reason);
        await (await import('../attach.ts')).attachTo(record, values, { isFromList: true });
        return;
      }
      case 'shared':
        await (await import('../attach.ts')).attachTo(openRun(member.run), values, { isFromList: true });
        return;
      case 'ssh':
        await showOverSsh(member, flagWords(values, theme));
        return;
      case 'slurm':
      case 'kubernetes': {
        const source = member.way === 'slurm' ? '--slurm' : '--k8s';
        await (await import('../watch.ts')).watch([source, member.job?.id ?? member.run, ...flagWords(values, theme)]);
        return;
      }
      case 'mlflow':
        await (
          await import('../watch.ts')
        ).watch(['--mlflow', values.mlflow ?? '', '--run', member.run, ...flagWords(values, theme)]);
        return;
      default:
        member.way satisfies never;
    }
  };
}

/** Of what has not started there is nothing to be seen. */
function whyNoDashboard(record: RunRecord): string | null {
  const waits = describeWaiting(record);
  if (waits !== null) return `${record.name} ${waits}.`;
  const never = record.state === 'failed-to-start' || record.state === 'cancelled';
  return never ? `${record.name} never started: ${record.problem ?? 'the reason is unknown.'}` : null;
}

/** The flags that a dashboard elsewhere gets too. */
function flagWords(values: ViewValues, theme: ThemeName): string[] {
  const chars = typeof values.chars === 'string' ? ['--chars', values.chars] : [];
  return [...chars, '--theme', theme, ...(values.readonly === true ? ['--readonly'] : [])];
}

async function showOverSsh({ host, run, name }: Member, flags: readonly string[]): Promise<void> {
  const command = ['exec', 'sh', '-c', plateauScript, 'plateau', 'attach', run, ...flags].map(shellQuote).join(' ');
  // What reads the keys for our own screens leaves them to ssh.
  process.stdin.pause();
  const child = spawn('ssh', ['-t', '-o', 'ConnectTimeout=10', '--', host, command], { stdio: 'inherit' });
  const [status] = await once(child, 'close').finally(() => process.stdin.resume());
  if (status === 255) throw new Error(`The connection to ${host} broke: ${name} goes on without it.`);
  if (status === noPlateau) throw new Error(`There is no Plateau on ${host}: plateau install ${host}`);
  if (status !== 0) throw new Error(`\`ssh ${host} plateau attach ${run}\` ended with status ${status}.`);
}
