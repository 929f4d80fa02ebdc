import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { claimNotice } from '../../src/notices/claim.ts';

describe('a notice that several views would send', () => {
  test('is claimed by the first, for each run and change', () => {
    const directory = mkdtempSync(join(tmpdir(), 'plateau-claims-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    expect([claimNotice(directory, 'end'), claimNotice(directory, 'end'), claimNotice(directory, 'other')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('is one for all who see it within some seconds, whatever came in between', () => {
    const directory = mkdtempSync(join(tmpdir(), 'plateau-claims-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    expect(claimNotice(directory, 'verdict-plateau-may-stop.7')).toBe(true);
    expect(claimNotice(directory, 'verdict-plateau-may-stop.8')).toBe(false);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(join(directory, 'notices', 'verdict-plateau-may-stop.7'), longAgo, longAgo);
    expect(claimNotice(directory, 'verdict-plateau-may-stop.9')).toBe(true);
    utimesSync(join(directory, 'notices', 'verdict-plateau-may-stop.9'), longAgo, longAgo);
    // It was better meanwhile, so that this is another change.
    expect(claimNotice(directory, 'verdict-improving-continue.10')).toBe(true);
    expect(claimNotice(directory, 'verdict-plateau-may-stop.11')).toBe(true);
  });

  test('is sent by all where nothing can be written', () => {
    const directory = mkdtempSync(join(tmpdir(), 'plateau-claims-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    writeFileSync(join(directory, 'notices'), 'a file');
    expect(claimNotice(directory, 'end')).toBe(true);
    expect(claimNotice('/proc/nowhere', 'end')).toBe(true);
  });
});
