import type { Writer } from './writer.ts';

/** Describes the process that writes a log, in one line. `now` in epoch seconds. */
export function describeWriter(
  writer: Omit<Writer, 'started' | 'carriers' | 'identity'> & { readonly pid: number },
  now: number,
): string {
  const { pid, command, user, since, ignoresInterrupt, others } = writer;
  const age = since === null ? '' : `, for ${inWords(Math.max(0, now - since))}`;
  const ignores = ignoresInterrupt ? '; it ignores SIGINT, so that SIGTERM is the first signal that reaches it' : '';
  const more = others.length === 0 ? '' : `; others write it too: ${others.join(', ')}`;
  return `Written by process ${pid} of ${user}${age}: ${command.slice(0, 200)}${ignores}${more}.`;
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
