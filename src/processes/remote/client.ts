import { execa } from 'execa';

/**
 * A program of somebody else through which another machine or a scheduler is asked: `ssh`, `docker`, `kubectl`,
 * `scontrol`.
 */
export interface ClientCall {
  readonly program: string;
  readonly args: readonly string[];
}

export interface ClientAnswer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Seconds that a client has to answer. */
const clientTimeout = 20;

/**
 * Runs a client once, without a shell, and returns what it said. `asks`: it may ask a person (a password) at the
 * terminal, and takes the time that needs. `inputFile`: what it reads from standard input. Throws a sentence when the
 * program is missing or does not answer in time.
 */
export async function callClient(
  { program, args }: ClientCall,
  {
    asks = false,
    seconds = clientTimeout,
    inputFile = null,
  }: { readonly asks?: boolean; readonly seconds?: number; readonly inputFile?: string | null } = {},
): Promise<ClientAnswer> {
  const result = await execa(program, args, {
    reject: false,
    stdin: inputFile === null ? 'ignore' : { file: inputFile },
    stripFinalNewline: false,
    maxBuffer: 64 * 1024 * 1024,
    ...(asks ? {} : { timeout: seconds * 1000 }),
  });
  if (result.code === 'ENOENT') throw new Error(missing(program));
  if (result.timedOut) throw new Error(`\`${program} ${args[0] ?? ''}\` did not answer within ${seconds} s.`);
  return { status: result.exitCode ?? null, stdout: result.stdout, stderr: result.stderr };
}

/** The sentence for a program that is not there. */
export function missing(program: string): string {
  return `The program \`${program}\` is not installed here, or not on PATH: it is what Plateau asks, so install it or run Plateau where it is.`;
}

/** The last line in which a client complained, without control bytes; or what its status says. */
export function complaintOf({ status, stderr }: Pick<ClientAnswer, 'status' | 'stderr'>): string {
  const lines = stderr.split('\n').map((line) => line.replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, ' ').trim());
  const last = lines.findLast((line) => line !== '' && !line.startsWith('Warning: Permanently added'));
  return (last ?? (status === null ? 'it was ended' : `exit status ${status}`)).replace(/\.$/, '');
}
