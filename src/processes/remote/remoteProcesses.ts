import type { Holder } from '../chooseWriter.ts';
import { isForWriting, parseProcess, parseStat, type ProcTexts } from '../proc/procText.ts';
import type { OpenFiles } from '../openFiles.ts';
import type { ProcessFacts } from '../processFacts.ts';

/** What another machine says of its processes. */
export interface RemoteProcesses {
  /** Number of the user that asked; NaN where it was not told. */
  readonly user: number;
  /** When the machine started, in epoch seconds; null where it was not told. */
  readonly booted: number | null;
  readonly all: readonly ProcessFacts[];
  /** What people call the users, by number. */
  readonly users: ReadonlyMap<number, string>;
  /** Who has the file open for writing. */
  readonly holders: readonly Holder[];
  /** Who writes into the pipe that a process reads. */
  readonly feeders: ReadonlyMap<number, readonly Holder[]>;
}

/**
 * Reads what `processesScript` and `writersScript` print: lines of /proc files with their names before them (proc(5)).
 * Pure.
 */
export function parseProcesses(text: string): RemoteProcesses {
  const files = new Map<number, Partial<Record<keyof ProcTexts, string>>>();
  const holding = new Set<number>();
  const feeding: { readonly to: number; readonly from: number }[] = [];
  const users = new Map<number, string>();
  let user = Number.NaN;
  let booted: number | null = null;
  for (const line of text.split('\n')) {
    const [what, one, two, three] = line.split(' ');
    const file = /^\/proc\/(\d+)\/(stat|cmdline|status):(.*)$/s.exec(line);
    if (file !== null) addLine(files, Number(file[1]), file[2], file[3]!);
    else if (what === 'user') user = Number(one);
    else if (what === 'owner') users.set(Number(one), two ?? '');
    else if (what === 'btime') booted = Number(one);
    else if (what === 'holds' && isForWriting(two ?? null)) holding.add(Number(one));
    else if (what === 'feeds' && isForWriting(three ?? null)) feeding.push({ to: Number(one), from: Number(two) });
  }

  const holder = (pid: number): Holder => ({ pid, name: parseStat(pid, files.get(pid)?.stat ?? '').name });
  return {
    user,
    booted,
    all: [...files].flatMap(([pid, { stat, status, cmdline = '' }]) => {
      const facts = stat === undefined || status === undefined ? null : parseProcess(pid, { stat, status, cmdline });
      return facts === null ? [] : [facts];
    }),
    users,
    holders: [...holding].map(holder),
    feeders: new Map(
      [...Map.groupBy(feeding, ({ to }) => to)].map(([to, from]) => [to, from.map((each) => holder(each.from))]),
    ),
  };
}

/** Reads what `openFilesScript` prints. Pure. */
export function parseOpenFiles(text: string): OpenFiles {
  const lines = text.split('\n');
  return {
    files: lines.flatMap((line) => {
      const [, pid, size, modified, path] = /^open (\d+) (\d+) (\d+) (\/.*)$/.exec(line) ?? [];
      if (path === undefined || path.endsWith(' (deleted)')) return [];
      return [{ pid: Number(pid), path, size: Number(size), modified: Number(modified) }];
    }),
    unseen: lines.flatMap((line) => (line.startsWith('unseen ') ? [Number(line.slice('unseen '.length))] : [])),
  };
}

/** A file of several lines comes as several lines. */
function addLine(
  files: Map<number, Partial<Record<keyof ProcTexts, string>>>,
  pid: number,
  name: string | undefined,
  line: string,
): void {
  if (name !== 'stat' && name !== 'status' && name !== 'cmdline') return;
  const texts = files.get(pid) ?? {};
  files.set(pid, texts);
  texts[name] = texts[name] === undefined ? line : `${texts[name]}\n${line}`;
}
