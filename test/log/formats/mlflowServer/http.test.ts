import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { mlflowHttp } from '../../../../src/log/formats/mlflowServer/http.ts';
import { addressOf, type Interception, mlflowServer } from '../../../support/log/mlflowServer.ts';

const secret = 's3cret-word';
const pace = { firstWait: 0.01, attempts: 3, silence: 20, answer: 60 };
const impatient = { ...pace, silence: 0.2, answer: 2 };

/** Asks a server that answers so. */
async function ask(intercept: Interception | null, environment: Record<string, string> = {}, used = pace) {
  const server = await mlflowServer();
  server.addRun({ id: 'e'.repeat(32) });
  server.intercept = intercept;
  const http = mlflowHttp(server.address, environment, used);
  const answer = http.ask('experiments/search', {}, { max_results: 1 }).then(
    () => 'answered',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { said: await answer, server };
}

const status =
  (code: number, body = '', headers: Record<string, string> = {}): Interception =>
  (_asked, response) => {
    response.writeHead(code, headers).end(body);
    return true;
  };

describe('a server of MLflow is asked', () => {
  test('with the name and the password of its own variables, which go before a token', async () => {
    const { server } = await ask(null, {
      MLFLOW_TRACKING_USERNAME: 'me',
      MLFLOW_TRACKING_PASSWORD: secret,
      MLFLOW_TRACKING_TOKEN: 'token',
    });
    expect(server.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`me:${secret}`).toString('base64')}`);
  });

  test('with a token', async () => {
    const { server } = await ask(null, { MLFLOW_TRACKING_TOKEN: secret });
    expect(server.asked[0]?.headers.authorization).toBe(`Bearer ${secret}`);
  });

  test('below the path of its address, with the password in it, which is never told', async () => {
    const server = await mlflowServer();
    server.intercept = status(401);
    const http = mlflowHttp(server.address.replace('//', `//me:${secret}@`).concat('/tracking'), {}, pace);
    await expect(http.ask('runs/get', { run_id: 'x' })).rejects.toThrow(
      /^The MLflow server at 127\.0\.0\.1:\d+ does not accept what the name and password in its address say$/,
    );
    expect(server.asked[0]).toMatchObject({ url: '/tracking/api/2.0/mlflow/runs/get?run_id=x' });
    expect(server.asked[0]?.headers.authorization).toMatch(/^Basic /);
    expect(http.host).not.toContain(secret);
  });

  test('with a password that is not encoded as an address wants it, as it stands', async () => {
    const server = await mlflowServer();
    server.addRun({ id: 'e'.repeat(32) });
    const http = mlflowHttp(server.address.replace('//', '//me:100%@'), {}, pace);
    await http.ask('runs/get', { run_id: 'e'.repeat(32) });
    expect(server.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:100%').toString('base64')}`);
  });

  test('through the proxy of HTTP_PROXY, unless NO_PROXY names it', async () => {
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    const environment = { HTTP_PROXY: addressOf(proxy) };
    await mlflowHttp('http://mlflow.invalid:5000', environment, pace).ask('runs/get', { run_id: 'x' });
    expect(seen).toEqual(['http://mlflow.invalid:5000/api/2.0/mlflow/runs/get?run_id=x']);
    const { said } = await ask(null, { ...environment, NO_PROXY: '127.0.0.1' });
    expect(said).toBe('answered');
    expect(seen).toHaveLength(1);
  });

  test('at the address that it leads on to, but only there, and nobody else gets the credentials', async () => {
    const other = await mlflowServer();
    const { said, server } = await ask(
      ({ url }, response) => {
        if (url.startsWith('/other')) return false;
        response.writeHead(308, { location: `/other${url}` }).end();
        return true;
      },
      { MLFLOW_TRACKING_TOKEN: secret },
    );
    expect(said).toBe('answered');
    expect(server.asked.map(({ body }) => body)).toEqual([{ max_results: 1 }, { max_results: 1 }]);
    const elsewhere = other.address.replace('127.0.0.1', 'localhost');
    const { said: refused } = await ask(status(302, '', { location: `${elsewhere}/login` }), {
      MLFLOW_TRACKING_TOKEN: secret,
    });
    expect(refused).toMatch(/leads on to http:\/\/localhost:\d+: name that address$/);
    expect(other.asked).toEqual([]);
    const { said: round } = await ask((asked, response) => status(307, '', { location: asked.url })(asked, response));
    expect(round).toMatch(/leads from one address to another without end$/);
  });
});

describe('a server of MLflow that does not answer as it should is told of in a sentence:', () => {
  test.each([
    [
      '401',
      status(401, 'You are not authenticated.'),
      /asks who you are: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN$/,
    ],
    ['403', status(403, '{"message": "Permission denied"}'), /does not let you read this: Permission denied$/],
    [
      'no API',
      status(404, '<html>nothing here</html>'),
      /answers, but not as an MLflow server: is the address right, with its path$/,
    ],
    ['a page', status(200, '<html>Please log in</html>'), /something else than JSON, such as a page to log in/],
    [
      'an error',
      status(400, '{"message": "Invalid\\u001b[31m value\\n."}'),
      /refuses with status 400: Invalid\\x1b\[31m value\\n$/,
    ],
  ])('%s', async (_name, intercept, sentence) => {
    const { said, server } = await ask(intercept);
    expect(said).toMatch(sentence);
    expect(said).not.toContain('\u001b');
    expect(server.asked).toHaveLength(1);
  });

  test('a token that it does not accept, without telling it', async () => {
    const { said } = await ask(status(401, secret), { MLFLOW_TRACKING_TOKEN: secret });
    expect(said).toMatch(/does not accept what MLFLOW_TRACKING_TOKEN say$/);
    expect(said).not.toContain(secret);
  });

  test('nobody there', async () => {
    const said = mlflowHttp('http://127.0.0.1:9', {}, pace).ask('runs/get', {});
    await expect(said).rejects.toThrow(/^The MLflow server at 127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)$/);
  });

  test('silence', async () => {
    const { said, server } = await ask(() => true, {}, impatient);
    expect(said).toMatch(/says nothing for 0\.2 s$/);
    expect(server.asked).toHaveLength(3);
  });

  test('an answer that trickles without end', async () => {
    const trickle: Interception = async (_asked, response) => {
      for (let sent = 0; sent < 100 && !response.destroyed; sent++) {
        response.write(' ');
        await sleep(100);
      }
      return true;
    };
    // No silence, so that only the whole answer is too late.
    const { said } = await ask(trickle, {}, { ...impatient, silence: 20 });
    expect(said).toMatch(/has not answered within 2 s$/);
  });

  test('an answer that is cut off', async () => {
    const { said } = await ask((_asked, response) => {
      response.writeHead(200, { 'content-length': '5000' });
      response.write('{"experiments": [');
      setTimeout(() => response.destroy(), 20);
      return true;
    });
    expect(said).toMatch(/cannot be reached \(ECONNRESET\)$|broke off its answer$/);
  });

  test('an answer without end, of which only so much is taken', async () => {
    let sent = 0;
    const piece = Buffer.alloc(1_000_000, ' ');
    const { said } = await ask(async (_asked, response) => {
      response.writeHead(200);
      while (!response.destroyed && sent < 400) {
        sent++;
        if (!response.write(piece)) await sleep(5);
      }
      return true;
    });
    expect(said).toMatch(/answers with more than 32\.0 MB at once: it does not page/);
    expect(sent).toBeLessThan(60);
  });

  test('no address at all', () => {
    expect(() => mlflowHttp('mlflow:5000', {})).toThrow(/^An MLflow server is named by its address:/);
  });
});

describe('a server of MLflow that has no time is asked again', () => {
  test('after a failure, some times', async () => {
    let failures = 2;
    const { said, server } = await ask((asked, response) => failures-- > 0 && status(503)(asked, response));
    expect(said).toBe('answered');
    expect(server.asked).toHaveLength(3);
    expect((await ask(status(500, '{"message": "no database"}'))).said).toMatch(/fails with status 500: no database$/);
  });

  test('when it says that it may be', async () => {
    let failures = 1;
    const begun = performance.now();
    const { said } = await ask(
      (asked, response) => failures-- > 0 && status(429, '', { 'retry-after': '1' })(asked, response),
    );
    expect(said).toBe('answered');
    expect(performance.now() - begun).toBeGreaterThan(990);
  });

  test('not while it says that it may not for long: whoever asks is told', async () => {
    const { said, server } = await ask(status(429, '', { 'retry-after': '600' }));
    expect(said).toMatch(/asks to be asked less often$/);
    expect(server.asked).toHaveLength(1);
  });
});
