import { describe, expect, test } from 'vitest';
import { commands } from '../../../src/cli/commands.ts';
import { completeLine } from '../../../src/cli/completion/completeLine.ts';

const names = (kind: 'run' | 'trainer' | 'host') =>
  ({ run: ['night', '20260101-0304-night'], trainer: ['yolov5', 'yolox'], host: ['gpu1'] })[kind];

function words(line: string): readonly string[] {
  return completeLine(line.split(' '), commands, names).words.map(([word]) => word);
}

function paths(line: string): string {
  return completeLine(line.split(' '), commands, names).paths;
}

describe('the last word of the line becomes', () => {
  test('a command', () => {
    expect(words('ru')).toEqual(['run', 'runs']);
    expect(words('help sto')).toEqual(['stop']);
    expect(words('')).toHaveLength(commands.length + 1);
    expect(words('--')).toEqual(['--help', '--version']);
  });

  test('a flag of the command', () => {
    expect(words('stop --w')).toEqual(['--within', '--wait']);
    expect(words('pause --')).toEqual(['--json']);
  });

  test('a value of the flag before it, or after its sign', () => {
    expect(words('attach --chars b')).toEqual(['braille', 'box']);
    expect(words('attach --chars=b')).toEqual(['--chars=braille', '--chars=box']);
    expect(words('advise --trainer yolo')).toEqual(['yolov5', 'yolox']);
    expect(words('watch --ssh ')).toEqual(['gpu1']);
    expect(words('runs -l ')).toEqual([]);
    expect(paths('run -C ')).toBe('directories');
    expect(paths('run --config ')).toBe('files');
  });

  test('what follows a flag that may stand alone is no value', () => {
    expect(paths('run --auto-stop ')).toBe('commands');
  });

  test('a run, or a file', () => {
    expect(words('attach n')).toEqual(['night']);
    expect(paths('attach n')).toBe('none');
    expect(words('replay n')).toEqual(['night']);
    expect(paths('replay n')).toBe('files');
  });

  test('what the shell knows, after --', () => {
    expect(paths('run -- ')).toBe('commands');
    expect(paths('run -- python ')).toBe('files');
    expect(words('run -- --the')).toEqual([]);
  });

  test('nothing for a command that is unknown', () => {
    expect(words('stpo --')).toEqual([]);
  });
});
