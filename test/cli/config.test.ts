import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { readRecord } from '../../src/runs/runRecord.ts';
import { freshHome, plateauProgram } from '../support/real/plateau.ts';

/** A home with the user's own config file, and a working directory with one of its own. */
function homeWith(own: object, project: object) {
  const { directory, environment } = freshHome();
  mkdirSync(join(directory, 'config/plateau'), { recursive: true });
  const ownPath = join(directory, 'config/plateau/config.json');
  const projectPath = join(directory, 'plateau.config.json');
  writeFileSync(ownPath, JSON.stringify(own));
  writeFileSync(projectPath, JSON.stringify(project));
  const run = (words: readonly string[], variables: Record<string, string> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [plateauProgram, ...words], {
      cwd: directory,
      env: { ...environment, ...variables },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  return { run, ownPath, projectPath, cache: join(directory, 'cache') };
}

describe('plateau config', () => {
  test('says what is in force, and where each comes from', () => {
    const { run, ownPath, projectPath } = homeWith({ advice: 'careful', gpuPrice: 2.5 }, { maxTime: '24h' });
    const { status, stdout } = run(['config', '--theme', 'light'], { PLATEAU_MIN_GAIN: '1%' });
    expect(status).toBe(0);
    const row = (name: string) => stdout.split('\n').find((line) => line.startsWith(`${name} `)) ?? '';
    expect(row('advice')).toMatch(new RegExp(`careful +${ownPath}$`));
    expect(row('gpuPrice')).toMatch(new RegExp(`2\\.5 +${ownPath}$`));
    expect(row('maxTime')).toMatch(new RegExp(`24h +${projectPath}$`));
    expect(row('minGain')).toMatch(/1% +PLATEAU_MIN_GAIN$/);
    expect(row('theme')).toMatch(/light +--theme$/);
    expect(row('chars')).toMatch(/braille, box.* +default$/);
    expect(stdout).toContain(`read: ${ownPath}\nread: ${projectPath}\n`);
  });

  test('shows no secret whole, as text or as JSON', () => {
    const own = {
      webhooks: ['https://hooks.slack.com/services/T/B/verySecret', 'https://me:verySecret@example.org/verySecret'],
      notifyCommand: 'notify --token verySecret',
    };
    const { run } = homeWith(own, {});
    for (const words of [
      ['config'],
      ['config', '--json'],
      ['config', '--webhook', 'ntfy+https://example.org/verySecret'],
    ]) {
      const { status, stdout, stderr } = run(words);
      expect(status).toBe(0);
      expect(stdout + stderr).not.toContain('verySecret');
    }
    const { settings } = JSON.parse(run(['config', '--json']).stdout);
    expect(settings.webhooks.value).toEqual(['slack+https://hooks.slack.com/...', 'https://example.org/...']);
    expect(settings.notifyCommand.value).toBe('notify ...');
  });

  test('as JSON has every setting with its value and its origin', () => {
    const { run, projectPath } = homeWith({}, { targetMap: 0.9 });
    const { files, settings } = JSON.parse(run(['config', '--json']).stdout);
    expect(files).toContainEqual({ path: projectPath, isThere: true });
    expect(settings.targetMap).toEqual({ value: 0.9, from: { kind: 'project', path: projectPath } });
    expect(settings.advice).toEqual({ value: null, from: { kind: 'default' } });
  });

  test('refuses a mistake as every command does', () => {
    const { run, ownPath } = homeWith({ theme: 'pink' }, {});
    expect(run(['config'])).toEqual({
      status: 2,
      stdout: '',
      stderr: `plateau: The config file ${ownPath} has an invalid key \`theme\`: it must be one of dark, light, contrast, colour-blind, none.\n`,
    });
  });
});

describe('the settings of the own file', () => {
  test('count for a new run: its advice, and whom its keeper tells', () => {
    const { run } = homeWith({ advice: 'saver', webhooks: ['json+http://127.0.0.1:9/topic'] }, { maxEpochs: 7 });
    expect(run(['run', '--detach', '--', 'sleep', '600']).status).toBe(0);
    const [listed] = JSON.parse(run(['runs', '--json']).stdout);
    const record = readRecord(dirname(listed.log));
    expect(record.advice).toMatchObject({ preset: 'saver', maxEpochs: 7 });
    expect(record.notices?.webhooks).toEqual(['json+http://127.0.0.1:9/topic']);
  });

  test('count for plateau plan, which multiplies the price of a GPU', () => {
    const { run, cache } = homeWith({ gpuPrice: 2 }, {});
    expect(run(['demo', '--iterations', '20']).status).toBe(0);
    const data = join(cache, 'plateau/demo/healthy-1/obj.data');
    const cost = (...words: readonly string[]) =>
      JSON.parse(run(['plan', data, '--speed', '100', '--json', ...words]).stdout).cost;
    expect(cost()).toBeGreaterThan(0);
    expect(cost('--gpu-price', '4') / cost()).toBeCloseTo(2);
  });
});
