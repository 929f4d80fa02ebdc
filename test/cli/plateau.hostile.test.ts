import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { print, warn } from '../../src/app/print.ts';
import { otherRuns } from '../../src/app/otherRuns.ts';
import { commands } from '../../src/cli/commands.ts';
import { circumstancesOf } from '../../src/monitor/circumstances.ts';
import { openMonitor } from '../../src/monitor/openMonitor.ts';
import type { Monitor } from '../../src/monitor/monitor.ts';
import { noticesFor } from '../../src/notices/noticesFor.ts';
import type { Notice, Watched } from '../../src/notices/notice.ts';
import { noticeBytes, titleBytes } from '../../src/notices/terminal.ts';
import { parseWebhook, webhookSender } from '../../src/notices/webhook.ts';
import { createPlainLines } from '../../src/report/plainLines.ts';
import { runSource } from '../../src/runs/runSource.ts';
import { readFacts, type ScreenFacts } from '../../src/ui/state/facts/facts.ts';
import { paneNames } from '../../src/ui/state/panes.ts';
import { createScreenState, type Layer } from '../../src/ui/state/state.ts';
import { composeFrame } from '../../src/ui/view/frame.ts';
import type { FleetHost } from '../../src/fleet/fleetHost.ts';
import { openLocalRuns } from '../../src/fleet/local/localRuns.ts';
import type { Member } from '../../src/fleet/member.ts';
import { placed } from '../../src/fleet/place.ts';
import { verdictOf } from '../support/fleet/member.ts';
import { createFleetState } from '../../src/ui/state/fleet/fleetState.ts';
import { reduceFleet } from '../../src/ui/state/fleet/reduceFleet.ts';
import { composeFleet } from '../../src/ui/view/fleet/fleetFrame.ts';
import { spokenLines } from '../../src/ui/view/spoken.ts';
import { closingText } from '../../src/ui/view/summary.ts';
import { errorMessage } from '../../src/words/errors.ts';
import { plainText, type Row } from '../../src/words/terminal/row.ts';
import { keptRun } from '../support/cli/kept.ts';
import { recordingControl, someChecklist, someGpu, someSample } from '../support/ui/fakes.ts';

// All ways in by all ways out, in this process: the real program is too slow for as many tries.

/** What a terminal acts upon, or what turns the direction of writing; a line break ends a line and nothing else. */
const acted = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]--[\n\u200c\u200d]]/v;

const forged = 'plateau: all is well';

const pieces = [
  '\u001B]52;c;cm0gLXJmIH4=\u0007',
  '\u001B]0;pwned\u001B\\',
  '\u001B[2J',
  '\u009B31m',
  '\u009D2;x\u009C',
  '\u202Egnp.',
  '\u2066',
  '\uFEFF',
  '\u200B',
  '\u2028',
  '\r',
  `\n${forged}\n`,
  '\uD800',
  '\u{E0041}',
  '#[fg=red]#(touch pwned)',
  '\u0007',
  '\u007F',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 6 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(''));

/** Where text of somebody else comes from. */
const anything = fc.record({
  file: hostile,
  run: hostile,
  class: hostile,
  host: hostile,
  line: hostile,
  config: hostile,
  command: hostile,
});
type Texts = Readonly<Record<'file' | 'run' | 'class' | 'host' | 'line' | 'config' | 'command', string>>;

let directory = '';
let written: string[] = [];

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'plateau-hostile-')));
  for (const name of ['STATE', 'CONFIG', 'CACHE']) vi.stubEnv(`XDG_${name}_HOME`, join(directory, name));
  const collect = (text: unknown): boolean => {
    written.push(String(text));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(collect);
  vi.spyOn(process.stderr, 'write').mockImplementation(collect);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

/** All that a command prints, its error included. */
async function printed(name: string, args: readonly string[]): Promise<string> {
  written = [];
  try {
    await (
      await commands.find((each) => each.name === name)!.load()
    )(args);
  } catch (error) {
    warn(errorMessage(error));
  }
  return written.join('');
}

function expectInert(text: string): void {
  expect(acted.exec(text)).toBeNull();
}

/** Lines of ours, of which none is anybody else's. */
function expectHarmless(text: string): void {
  expectInert(text);
  expect(text.split('\n')).not.toContain(forged);
}

/** The list of trainings with one that somebody else names, and every dialog over it. */
function fleetFrames(texts: Texts, columns: number): Row[][] {
  const runs = openLocalRuns();
  const [facts] = runs.facts().values();
  void runs.close();
  const verdict = { ...verdictOf('plateau', 'may-stop'), headline: texts.line, reasons: [texts.line] };
  const member: Member = {
    ...placed(facts!, { host: texts.host, way: 'ssh', away: null, clockAhead: 0 }),
    name: texts.run,
    group: texts.config,
    tags: [texts.class],
    note: texts.line,
    command: [texts.command],
    cwd: texts.file,
    trainer: { name: texts.class, version: texts.class },
    verdict,
    trouble: texts.command,
    host: texts.host,
  };
  const hosts: readonly FleetHost[] = (['away', 'unusable'] as const).map((state) => {
    return { name: texts.host, kind: 'ssh', state, since: 0, problem: texts.line, remedy: texts.command, members: 3 };
  });
  const members = [member, { ...member, key: 'other', isLive: true, trouble: null }];
  const opened = createFleetState(columns, 24);
  const told = reduceFleet(opened, { type: 'told', members, hosts, now: 1_780_000_000 });
  const states = [told, { ...told, notice: texts.line }, { ...told, typing: texts.line }, { ...told, at: 2 }];
  const layers = ['help', 'stop', 'pause', 'remove', 'rename', 'tag', 'note', 'compare', 'overlay', 'hosts'] as const;
  const targets = members.map(({ key }) => key);
  for (const layer of layers) states.push({ ...told, layer, targets, entry: texts.line });
  return (['box', 'ascii'] as const).flatMap((characters) =>
    states.map((state) => composeFleet({ state, settings: { characters, mapUnit: 'percent', readonly: false } })),
  );
}

/** As much of it as a file's name, or a line, can hold. */
const asName = (text: string): string =>
  Buffer.from(`x${text.replaceAll(/[/\0]/g, '_')}`)
    .toString()
    .slice(0, 60);
const asLine = (text: string): string => text.replaceAll(/[\n\r]/g, '');

function logOf({ class: name, file, line }: Texts): string {
  return readFileSync('fixtures/demo/overfit.log', 'utf8')
    .replaceAll('demo-overfit', asLine(asName(file)))
    .replaceAll('circle', asLine(name) || 'circle')
    .concat(`\n${line}\nError: cannot open ${file}\n`);
}

/** A training of this name, and a log of another. */
function planted(texts: Texts, round: number): { readonly id: string; readonly log: string } {
  const home = { XDG_STATE_HOME: process.env['XDG_STATE_HOME']! };
  const { run: name, host, command } = texts;
  const machine = { id: 'f'.repeat(32), host, boot: host, pidNamespace: null, uid: 0 };
  const id = `20260101-000000-${round}`;
  const { log } = keptRun(home, id, { name, command: [command, command], cwd: `/${command}` });
  keptRun(home, `${id}-elsewhere`, { name, state: 'running', exit: null, machine });
  keptRun(home, `${id}-unborn`, { name, state: 'failed-to-start', exit: null, problem: host });
  writeFileSync(log, logOf(texts));
  const path = join(directory, asName(texts.file));
  writeFileSync(path, logOf(texts));
  return { id, log: path };
}

async function monitored(log: string): Promise<Monitor> {
  const source = runSource({ log, startedAt: 0 } as Parameters<typeof runSource>[0]);
  const monitor = await openMonitor(source, circumstancesOf(null, {}));
  await monitor.readToEnd();
  return monitor;
}

async function factsOf(texts: Texts, monitor: Monitor): Promise<ScreenFacts> {
  const control = recordingControl({ command: texts.command, user: texts.host, name: texts.run });
  await control.arm({ when: 'checkpoint' });
  const gpu = { ...someGpu(), name: texts.host };
  const sample = someSample({ gpus: [gpu], gpuProblem: texts.host });
  const fixed = {
    title: texts.run,
    readonly: false,
    comeBack: `plateau attach ${texts.file}`,
    characters: 'box',
  } as const;
  const checklist = someChecklist();
  const [item] = checklist.items(monitor.run, monitor.verdict(0));
  return readFacts(monitor, control, await control.target(), fixed, monitor.now(), {
    others: await otherRuns(null),
    machine: { sample, recent: [sample], gpus: [{ busy: [0.5], memory: [0.5], power: [0.5] }], load: [0.5] },
    checklist: {
      ...checklist,
      items: () => [{ ...item!, section: texts.config, text: texts.config, detail: texts.file }],
    },
    troubles: [{ kind: 'escaped', brief: texts.command, text: texts.command }],
    note: { read: () => texts.config, keep: async () => {} },
  });
}

const textOf = (rows: readonly Row[]): string => rows.map(plainText).join('\n');

describe('nothing that a terminal acts upon gets through, whatever the names of files, runs, classes, hosts, lines, values and commands', () => {
  test('as text and as JSON', async () => {
    let round = 0;
    await fc.assert(
      fc.asyncProperty(anything, async (texts) => {
        round += 1;
        const { id, log } = planted(texts, round);
        const config = join(directory, 'plateau.config.json');
        writeFileSync(
          config,
          JSON.stringify({ [texts.config]: 1, trainer: texts.config, metrics: { loss: `(${texts.config}` } }),
        );
        const calls: readonly (readonly [string, ...string[]])[] = [
          ['inspect', log],
          ['inspect', '--json', log],
          ['inspect', '--config', config, log],
          ['inspect', '--trainer', texts.config, log],
          ['advise', log],
          ['advise', '--json', id],
          ['replay', '--json', log],
          ['replay', id],
          ['compare', log, id],
          ['compare', '--json', log, id],
          ['runs'],
          ['runs', '--json'],
          ['status', id],
          ['status', '--json', id],
          ['status', '--tmux', id],
          ['status', `${id}-elsewhere`],
          ['attach', `${id}-unborn`],
          ['stop', `${id}-elsewhere`],
          ['stop', texts.run],
          ['check', texts.file],
          ['plan', texts.file],
          ['runs', 'rm', texts.run],
          ['run', '--cwd', `/${texts.command}`, '--', 'true'],
          ['run', texts.command],
          ['run', '--', `/${texts.command}`],
          ['run', '--grace', texts.config, '--auto-stop', '--', 'true'],
        ];
        for (const [name, ...args] of calls) {
          const text = await printed(name, args);
          expect(text).not.toBe('');
          expectHarmless(text);
        }
        // tmux would expand it.
        expect(await printed('status', ['--tmux', id])).not.toContain('#');
      }),
      { numRuns: 4 },
    );
  });

  test('on the screen, in the list of trainings, to a screen reader, and as lines that are piped on', async () => {
    let round = 0;
    const layers: readonly (Layer | null)[] = [null, 'help', 'why', 'stop', 'pause', 'auto'];
    await fc.assert(
      fc.asyncProperty(anything, fc.integer({ min: 40, max: 200 }), async (texts, columns) => {
        round += 1;
        const { log } = planted(texts, round);
        const monitor = await monitored(log);
        const facts = await factsOf(texts, monitor);
        expect(facts.others?.length).toBeGreaterThan(0);
        const state = { ...createScreenState(columns, 40), notice: texts.line, stopLog: [texts.line] };
        for (const layer of layers) expectHarmless(textOf(composeFrame({ facts, state: { ...state, layer } }).rows));
        for (const full of paneNames)
          expectHarmless(textOf(composeFrame({ facts, state: { ...state, full, filter: '', notice: null } }).rows));
        expectHarmless(
          textOf(composeFrame({ facts, state: { ...state, typing: texts.line, filter: texts.line } }).rows),
        );
        expectHarmless(spokenLines({ facts, state }).join('\n'));
        expectHarmless(closingText(facts));
        for (const rows of fleetFrames(texts, columns)) expectHarmless(textOf(rows));
        const plain = createPlainLines('percent');
        const verdict = monitor.verdict(monitor.now());
        written = [];
        for (const line of plain.changes(monitor.run, verdict, monitor.now())) print(line);
        for (const line of plain.closing(monitor.run, verdict)) print(line);
        expectHarmless(written.join(''));
        monitor.close();
      }),
      { numRuns: 4 },
    );
  });

  test('as a notice, to a terminal, a phone or a program, and in the title', async () => {
    const posted: { headers: Record<string, string>; body: string }[] = [];
    vi.stubGlobal(
      'fetch',
      async (_url: unknown, { headers, body }: { headers: Record<string, string>; body: string }) => {
        posted.push({ headers, body });
        return new Response('');
      },
    );
    const calm: Watched = {
      verdict: { name: 'improving', action: 'continue', headline: '' },
      end: null,
      signals: [],
      stop: null,
      disk: null,
      evaluations: 1,
      lines: 1,
      day: 1,
    };
    await fc.assert(
      fc.asyncProperty(anything, async (texts) => {
        const notices: readonly Notice[] = [
          { ...calm, verdict: { name: 'failed', action: 'stop', headline: texts.line } as const },
          { ...calm, stop: { stage: 'countdown', note: texts.file } as const },
          { ...calm, disk: { hasReserve: true, text: texts.host } },
          { ...calm, end: { code: 1, signal: texts.command } },
        ].flatMap((after) => noticesFor(calm, after));
        expect(notices).toHaveLength(4);
        for (const notice of notices) {
          expectInert(notice.text);
          expect(notice.text).not.toContain('\n');
          const bytes = noticeBytes(texts.run, notice, { TERM: 'xterm-256color' });
          expect(bytes).toMatch(/^\u001B\]9;[^\p{Cc}]*\u0007\u0007$/u);
          expectInert(bytes.replaceAll(/^\u001B\]9;|\u0007/g, ''));
          const title = titleBytes(texts.run, notice.verdict, { TERM: 'xterm-256color' });
          expect(title).toMatch(/^\u001B\]2;[^\p{Cc}]*\u0007$/u);
          expectInert(title.replaceAll(/^\u001B\]2;|\u0007/g, ''));
          for (const url of [
            'ntfy+https://example.org/x',
            'slack+https://example.org/x',
            'json+https://example.org/x',
          ]) {
            await webhookSender(parseWebhook(url))(notice, { id: 'x', title: texts.run }, new AbortController().signal);
            const { headers, body } = posted.at(-1)!;
            for (const value of [...Object.values(headers), body]) expectInert(value);
            expect(JSON.stringify(Object.values(headers))).toMatch(/^[\x20-\x7e]*$/);
          }
        }
      }),
      { numRuns: 30 },
    );
    expect(posted.length).toBeGreaterThan(0);
  });
});
