import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

interface Mail {
  readonly user: string | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

/**
 * A mail server on this machine, gone with the test. `user`, `password`: it wants them; `busyTimes`: it answers 451 so
 * often first.
 */
export async function mailServer({
  user = null,
  password = null,
  busyTimes = 0,
}: {
  readonly user?: string | null;
  readonly password?: string | null;
  readonly busyTimes?: number;
} = {}): Promise<{ readonly host: string; readonly mails: readonly Mail[]; readonly connections: () => number }> {
  const mails: Mail[] = [];
  let connections = 0;
  let busy = busyTimes;
  const server = new SMTPServer({
    authOptional: user === null,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onConnect: (_, done) => {
      connections++;
      done();
    },
    onAuth: (auth, _, done) => {
      if (auth.username === user && auth.password === password) done(null, { user });
      else done(Object.assign(new Error('wrong'), { responseCode: 535 }));
    },
    onData: (stream, session, done) => {
      let mail = '';
      stream.setEncoding('utf8');
      stream.on('data', (piece: string) => {
        mail += piece;
      });
      stream.on('end', () => {
        if (busy-- > 0) return done(Object.assign(new Error('later'), { responseCode: 451 }));
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        mails.push({ user: session.user ?? null, from, to: rcptTo.map(({ address }) => address), text: mail });
        return done();
      });
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
      }),
  );
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { host: `127.0.0.1:${address.port}`, mails, connections: () => connections };
}
