import { execa } from 'execa';
import { type ClientAnswer, missing } from './clientAnswer.ts';

/**
 * A program of somebody else through which another machine or a scheduler is asked: `ssh`, `docker`, `kubectl`,
 * `scontrol`.
 */
export interface ClientCall {
  readonly program: string;
  readonly args: readonly string[];
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
