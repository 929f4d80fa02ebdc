import { inOneLine } from '../../words/inOneLine.ts';
import type { ProcessFacts } from '../processFacts.ts';
import type { Holder } from '../chooseWriter.ts';

/** What another machine says of its processes. */
export interface RemoteProcesses {
  /** Number of the user that asked; NaN where it was not told. */
  readonly user: number;
  /** When the machine started, in epoch seconds; null where it was not told. */
  readonly booted: number | null;
  readonly all: readonly ProcessFacts[];
  /** What people call the users, by number. */
  readonly users: ReadonlyMap<number, string>;
  /** Programs as the system calls them. */
  readonly names: ReadonlyMap<number, string>;
  /** Who has the file open for writing. */
  readonly holders: readonly Holder[];
  /** Who writes into the pipe that a process reads. */
  readonly feeders: ReadonlyMap<number, readonly Holder[]>;
}

/** Reads what `processesScript` and `writersScript` print: lines of /proc files with their names before them (proc(5)). Pure. */
export function parseProcesses(text: string): RemoteProcesses {
  const contents = new Map<string, string>();
  const holding: number[] = [];
  const feeding: { readonly to: number; readonly from: number }[] = [];
  const users = new Map<number, string>();
  let user = Number.NaN;
  let booted: number | null = null;
  for (const line of text.split('\n')) {
    const file = /^\/proc\/(\d+)\/(stat|cmdline|status):(.*)$/s.exec(line);
    const words = line.split(' ');
    if (file !== null) {
      const key = `${file[1]} ${file[2]}`;
      contents.set(key, contents.has(key) ? `${contents.get(key)}\n${file[3]}` : file[3]!);
    } else if (words[0] === 'user') user = Number(words[1]);
    else if (words[0] === 'owner') users.set(Number(words[1]), words[2] ?? '');
    else if (words[0] === 'btime') booted = Number(words[1]);
    else if (words[0] === 'holds' && isForWriting(words[2])) holding.push(Number(words[1]));
    else if (words[0] === 'feeds' && isForWriting(words[3]))
      feeding.push({ to: Number(words[1]), from: Number(words[2]) });
  }

  const names = new Map<number, string>();
  const all: ProcessFacts[] = [];
  for (const [key, stat] of contents) {
    const [pid, kind] = key.split(' ');
    if (kind !== 'stat') continue;
    const { name, facts } = factsOf(Number(pid), stat, contents);
    names.set(Number(pid), name);
    if (facts !== null) all.push(facts);
  }
  const holder = (pid: number): Holder => ({ pid, name: names.get(pid) ?? '' });
  const feeders = new Map<number, readonly Holder[]>();
  for (const { to, from } of feeding) feeders.set(to, [...(feeders.get(to) ?? []), holder(from)]);
  return { user, booted, all, users, names, holders: [...new Set(holding)].map(holder), feeders };
}

/** The fields of /proc/PID/stat are counted from behind the name, which may hold anything (proc_pid_stat(5)). */
function factsOf(
  pid: number,
  stat: string,
  contents: ReadonlyMap<string, string>,
): { readonly name: string; readonly facts: ProcessFacts | null } {
  const end = stat.lastIndexOf(')');
  const name = stat.slice(stat.indexOf('(') + 1, end);
  const field = (number: number): string => stat.slice(end + 2).split(' ')[number - 3] ?? '';
  const status = contents.get(`${pid} status`);
  const ended = (field(3) === 'Z' || field(3) === 'X') && Number(field(20)) <= 1;
  if (status === undefined || ended) return { name, facts: null };
  const ignored = /^SigIgn:\s+([\da-f]+)/m.exec(status)?.[1] ?? '0';
  const facts: ProcessFacts = {
    pid,
    parent: Number(field(4)),
    group: Number(field(5)),
    startTime: Number(field(22)),
    user: Number(/^Uid:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN),
    stopped: field(3) === 'T',
    // The lowest bit is signal 1; SIGINT is signal 2.
    ignoresInterrupt: (BigInt(`0x${ignored}`) & 2n) !== 0n,
    command: inOneLine((contents.get(`${pid} cmdline`) ?? '').replaceAll('\0', ' ')) || name,
  };
  return { name, facts };
}

/** The access mode is in the two lowest bits of the octal flags: 1 is O_WRONLY, 2 is O_RDWR (proc_pid_fdinfo(5), open(2)). */
function isForWriting(flags: string | undefined): boolean {
  return flags !== undefined && (Number.parseInt(flags, 8) & 3) !== 0;
}
