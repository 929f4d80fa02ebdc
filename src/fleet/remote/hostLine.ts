import { spawn } from 'node:child_process';
import type { ClientAnswer } from '../../processes/remote/clientAnswer.ts';
import { missing } from '../../processes/remote/clientAnswer.ts';
import { sshPlace } from '../../processes/remote/place.ts';
import { errorCode, systemErrorMessage } from '../../words/errors.ts';
import { plateauScript } from './serveScript.ts';

/** A line to a host, over which `plateau serve` is spoken to. */
export interface HostLine {
  readonly send: (text: string) => void;
  /** Ends the line at once. Nothing is heard of it any more. */
  readonly end: () => void;
}

export interface LineHandlers {
  readonly onText: (chunk: string) => void;
  /** It has ended, by itself; `status` as its client's. */
  readonly onEnd: (answer: Pick<ClientAnswer, 'status' | 'stderr'>) => void;
}

export type OpenLine = (host: string, handlers: LineHandlers) => HostLine;

/**
 * Opens a line over the user's own `ssh`. It has a session of its own, so without a terminal: nothing can ask for a
 * password over the screen, be it a client of a client. Throws a sentence for a name that is none.
 */
export function openSshLine(host: string, { onText, onEnd }: LineHandlers): HostLine {
  const { program, args } = sshPlace(host).call(plateauScript, ['serve', '--stdio'], false);
  const client = spawn(program, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  let isOver = false;
  const finish = (answer: Pick<ClientAnswer, 'status' | 'stderr'>): void => {
    if (isOver) return;
    isOver = true;
    onEnd(answer);
  };
  client.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (!isOver) onText(chunk);
  });
  client.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = `${stderr}${chunk}`.slice(-maxComplaint);
  });
  // The client goes when its pipe breaks, which tells the rest.
  client.stdin.on('error', () => {});
  client.on('error', (error) => {
    const reason = errorCode(error) === 'ENOENT' ? missing(program) : systemErrorMessage(error);
    finish({ status: null, stderr: reason });
  });
  client.on('close', (status) => {
    finish({ status, stderr });
  });
  return {
    send: (text) => {
      if (client.stdin.writable) client.stdin.write(text);
    },
    end: () => {
      isOver = true;
      client.stdin.destroy();
      client.stdout.destroy();
      client.kill('SIGTERM');
    },
  };
}

/** Characters of what a client complains of that are kept. */
const maxComplaint = 8192;
