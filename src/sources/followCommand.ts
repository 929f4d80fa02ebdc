import { execa } from 'execa';
import { steadyNow } from '../log/clock.ts';
import type { Following, LogHandlers } from '../log/logSource.ts';
import { localHost } from '../processes/localHost.ts';
import type { ProcessIdentity } from '../processes/processFacts.ts';
import { identityOf } from '../processes/processIdentity.ts';
import { complaintOf } from '../processes/remote/clientAnswer.ts';

/**
 * Reads the output of a command (`journalctl -fu train`) that `sh -c` runs. It is not restarted when it ends, since
 * nobody knows where it would begin. Its standard error is no part of the log, but explains a failure.
 */
export function followCommand(command: string, handlers: LogHandlers): Following {
  const client = execa('sh', ['-c', command], {
    reject: false,
    buffer: false,
    encoding: 'buffer',
    stdin: 'ignore',
    // A pipeline is stopped as a whole, and ^C in this terminal does not reach it.
    detached: true,
  });
  const leader = client.pid === undefined ? null : identityOf(client.pid);
  let closed = false;
  let over = false;
  let caughtUp = false;
  let stderr = '';
  const reachEnd = (): void => {
    if (!caughtUp) handlers.onCaughtUp?.();
    caughtUp = true;
  };
  client.stdout.on('data', (bytes: Buffer) => {
    if (closed) return;
    handlers.onBytes(bytes, steadyNow());
    reachEnd();
  });
  client.stderr.on('data', (piece: Buffer) => {
    stderr = `${stderr}${piece.toString()}`.slice(-10_000);
  });
  const finish = async (): Promise<void> => {
    const { exitCode } = await client;
    over = true;
    if (closed) return;
    const status = exitCode ?? null;
    if (status !== 0) handlers.onProblem?.(`The command of --follow has ended: ${complaintOf({ status, stderr })}.`);
    handlers.onEnd?.();
    reachEnd();
  };
  void finish();
  return {
    // Nobody knows how much a command will print.
    readToEnd: async () => {},
    close: () => {
      closed = true;
      if (!over && leader !== null) void endGroup(leader);
    },
  };
}

async function endGroup(leader: ProcessIdentity): Promise<void> {
  try {
    await localHost.send('SIGTERM', { kind: 'group', group: leader.pid, member: leader });
  } catch {
    // It runs as another user by now: it is not ours to end.
  }
}
