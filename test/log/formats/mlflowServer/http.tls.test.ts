import { createServer } from 'node:http';
import type { ServerOptions } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { mlflowHttp } from '../../../../src/log/formats/mlflowServer/http.ts';
import { errorMessage } from '../../../../src/words/errors.ts';
import { certificate } from '../../../support/log/certificates.ts';
import { freshFolder } from '../../../support/log/mlflowDatabase.ts';
import { addressOf, mlflowServer } from '../../../support/log/mlflowServer.ts';

const pace = { firstWait: 0.01, attempts: 3, silence: 5, answer: 10 };

/** Asks a server with these certificates; the environment is MLflow's, without its prefix. */
async function ask(certificates: ServerOptions, environment: Record<string, string> = {}, others = {}) {
  const server = await mlflowServer(certificates);
  const variables = Object.entries(environment).map(([name, value]) => [`MLFLOW_TRACKING_${name}`, value]);
  const http = mlflowHttp(server.address, { ...Object.fromEntries(variables), ...others }, pace);
  const said = await http.ask('experiments/search', {}, { max_results: 1 }).then(
    () => 'answered',
    (error: unknown) => errorMessage(error),
  );
  return { said, server };
}

describe('a server of MLflow behind TLS, with a certificate that is its own authority,', () => {
  test('is not asked, which is said with the way out', async () => {
    const { said, server } = await ask(certificate());
    expect(said).toMatch(
      /^The MLflow server at 127\.0\.0\.1:\d+ has a certificate that is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\): name the file of its authority in MLFLOW_TRACKING_SERVER_CERT_PATH$/,
    );
    expect(server.asked).toEqual([]);
  });

  test('is asked where MLFLOW_TRACKING_SERVER_CERT_PATH names that', async () => {
    const own = certificate();
    expect((await ask(own, { SERVER_CERT_PATH: own.path })).said).toBe('answered');
  });

  test('is not asked where it names another', async () => {
    const { said } = await ask(certificate(), { SERVER_CERT_PATH: certificate().path });
    expect(said).toMatch(/has a certificate that is not trusted/);
  });

  test.each(['true', 'TRUE', '1'])('is asked where MLFLOW_TRACKING_INSECURE_TLS is %s', async (word) => {
    expect((await ask(certificate('DNS:elsewhere.example'), { INSECURE_TLS: word })).said).toBe('answered');
  });

  test.each(['false', '0', ''])('is not asked where it is "%s"', async (word) => {
    expect((await ask(certificate(), { INSECURE_TLS: word })).said).toMatch(/has a certificate that is not trusted/);
  });

  test('is not asked under an address that its certificate is not for', async () => {
    const other = certificate('DNS:elsewhere.example');
    const { said } = await ask(other, { SERVER_CERT_PATH: other.path });
    expect(said).toMatch(/has a certificate for another name \(.*\): use the address that it is for$/);
  });

  test('is asked through the proxy of HTTPS_PROXY, which sees no more than its address, unless NO_PROXY names it', async () => {
    const seen: string[] = [];
    const proxy = createServer();
    proxy.on('connect', ({ url = '' }, socket) => {
      seen.push(url);
      const [host, port] = url.split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    const own = certificate();
    const trusting = { SERVER_CERT_PATH: own.path };
    const through = { HTTPS_PROXY: addressOf(proxy) };
    const { said, server } = await ask(own, trusting, through);
    expect(said).toBe('answered');
    expect(seen).toEqual([new URL(server.address).host]);
    expect((await ask(own, {}, through)).said).toMatch(/has a certificate that is not trusted/);
    expect((await ask(own, trusting, { ...through, NO_PROXY: '127.0.0.1' })).said).toBe('answered');
    expect(seen).toHaveLength(2);
  });
});

describe('a server of MLflow that asks for a certificate', () => {
  const asking = () => {
    const [own, client] = [certificate(), certificate('DNS:client')];
    const server = { ...own, ca: client.cert, requestCert: true, rejectUnauthorized: true };
    return { server, client, trusted: { SERVER_CERT_PATH: own.path } };
  };

  test('gets that of MLFLOW_TRACKING_CLIENT_CERT_PATH, which has its key too', async () => {
    const { server, client, trusted } = asking();
    expect((await ask(server, { ...trusted, CLIENT_CERT_PATH: client.both })).said).toBe('answered');
  });

  test('refuses who has none, which is said with the way out', async () => {
    const { server, trusted } = asking();
    // Of TLS 1.3 the client hears it only after it has asked, if the connection lasts so long.
    const { said } = await ask({ ...server, maxVersion: 'TLSv1.2' }, trusted);
    expect(said).toMatch(
      /does not accept who asks \(.*\): name a file with your certificate and its key in MLFLOW_TRACKING_CLIENT_CERT_PATH$/,
    );
  });

  test('is not asked with a file that is not there, or without the key', async () => {
    const { server, client, trusted } = asking();
    const nowhere = join(freshFolder('certificate'), 'none.pem');
    expect((await ask(server, { ...trusted, CLIENT_CERT_PATH: nowhere })).said).toMatch(
      /^MLFLOW_TRACKING_CLIENT_CERT_PATH names a file that cannot be read: /,
    );
    expect((await ask(server, { ...trusted, SERVER_CERT_PATH: nowhere })).said).toMatch(
      /^MLFLOW_TRACKING_SERVER_CERT_PATH names a file that cannot be read: /,
    );
    expect((await ask(server, { ...trusted, CLIENT_CERT_PATH: client.path })).said).toMatch(
      /cannot be asked with the certificates that MLFLOW_TRACKING_CLIENT_CERT_PATH/,
    );
  });
});
