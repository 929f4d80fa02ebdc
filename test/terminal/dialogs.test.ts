import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startBoxTrainer } from '../support/real/boxTrainer.ts';
import { freshHome } from '../support/real/plateau.ts';
import { needs } from '../support/real/programs.ts';
import { drawShapes } from '../support/real/shapes.ts';
import { openTerminal } from '../support/real/terminal.ts';
import { closed, dialogSequence, ended, open } from '../support/terminal/dialogFrames.ts';

/*
 * Every way through the dialogs that touch a training, on one that really trains. To renew a file, remove it and run
 * this test.
 */

test('stop, auto-stop and pause: opened, closed, planned, called off, done', { timeout: 120_000 }, async () => {
  const { terminal, places, betweenSaves, halt, goOn } = await startBoxTrainer({});
  // Halted, it does not save before a plan has been called off.
  await halt();
  const planned = await dialogSequence(terminal, { places }, [
    { keys: 's', until: /PAUSED[^]*lost +N iterations[^]*later/ },
    { keys: 'c', until: /Planned stop[^]*lost +N iterations/ },
    { keys: 'n', until: closed },
    { keys: 's', until: /Planned stop[^]*lost +N iterations/ },
    { keys: 'c', until: /called off[^]*lost +N iterations/ },
    { keys: 'q', until: closed },
    { keys: 's', until: open },
    { keys: 's', until: closed },
    { keys: 's', until: open },
    { keys: '\r', until: closed },
    { keys: 'A', until: /by itself/ },
    { keys: 'A', until: closed },
    { keys: 'A', until: /by itself/ },
    { keys: 'y', until: /will be stopped once/ },
    { keys: 's', until: /^Auto-stop[^]*lost +N iterations/m },
    { keys: 's', until: closed },
    { keys: 'A', until: /Call the planned stop off/ },
    { keys: 'y', until: /was called off/ },
  ]);
  goOn();
  const resumed = await dialogSequence(terminal, { places }, [
    { keys: '', until: /RUNNING/ },
    { keys: 'p', until: /Pause the training/ },
    { keys: 'p', until: closed },
    { keys: 'p', until: /Pause the training/ },
  ]);
  await betweenSaves();
  const paused = await dialogSequence(terminal, { places }, [
    { keys: 'y', until: /PAUSED[^]*It is paused/ },
    { keys: 's', until: open },
    { keys: 'n', until: closed },
    { keys: 'p', until: /Resume the training/ },
    { keys: 'y', until: /RUNNING[^]*was resumed/ },
    { keys: 's', until: open },
    { keys: 'i', until: ended },
    { keys: 's', until: closed },
  ]);
  await expect([planned, resumed, paused].join('\n')).toMatchFileSnapshot('golden/dialogs.txt');
});

test(
  'a training that ignores SIGINT and SIGTERM: signal by signal',
  {
    ...needs('darknet'),
    timeout: 120_000,
  },
  async () => {
    const { directory, environment } = freshHome();
    const { command } = drawShapes({ directory: join(directory, 'shapes') });
    const words = ['run', '--name', 'shapes', '--', 'sh', '-c', 'trap "" INT TERM; exec "$@"', 'sh', ...command];
    const terminal = openTerminal(words, { environment, columns: 110, rows: 60 });
    await terminal.see(/it \d+\/700/, 60_000);
    const frames = await dialogSequence(
      terminal,
      { places: { DIR: directory }, without: /^(?:lost|last save|next|to resume)/ },
      [
        { keys: 's', until: /ignores SIGINT[^]*later/ },
        { keys: 't', until: /SIGTERM sent[^]*SIGKILL now {2}\(possible in TIME\)/ },
        { keys: 'n', until: closed },
        { keys: 's', until: /still runs[^]*SIGKILL now$/m },
        { keys: 'k', until: ended },
        { keys: 'n', until: closed },
      ],
    );
    await expect(frames).toMatchFileSnapshot('golden/dialogs-signals.txt');
  },
);

test('a stop after the next save: carried out', { timeout: 120_000 }, async () => {
  const { terminal, places, halt, goOn } = await startBoxTrainer({});
  // Halted, it does not save before the plan has been seen.
  await halt();
  const planned = await dialogSequence(terminal, { places }, [
    { keys: 's', until: /PAUSED[^]*lost +N iterations[^]*later/ },
    { keys: 'c', until: /Planned stop/ },
  ]);
  goOn();
  const carriedOut = await dialogSequence(terminal, { places }, [
    { keys: '', until: ended },
    { keys: 'q', until: closed },
  ]);
  await expect(`${planned}\n${carriedOut}`).toMatchFileSnapshot('golden/dialogs-save.txt');
});

test('auto-stop: counts down, then stops after the next save', { timeout: 120_000 }, async () => {
  const { terminal, places } = await startBoxTrainer({
    flags: ['--target-map', '0.01', '--auto-stop', '--grace', '5s'],
    // Before its first evaluation: the dialog is open when the countdown begins.
    until: /it \d+\/1800/,
  });
  const frames = await dialogSequence(terminal, { places }, [
    { keys: 's', until: /Auto-stop in TIME[^]*lost +N iterations/ },
    { keys: '', until: ended },
    { keys: 's', until: closed },
  ]);
  await expect(frames).toMatchFileSnapshot('golden/dialogs-auto.txt');
});

test('a signal while it saves: waits, unless one insists', { timeout: 120_000 }, async () => {
  // What takes long to be written stands beside what the trainer itself writes at once.
  const slow = '(while kill -0 $$; do printf x; sleep 0.1; done 2>/dev/null >"$0"/slow_last.weights) & exec "$@"';
  const { terminal, places } = await startBoxTrainer({ shell: slow });
  const frames = await dialogSequence(terminal, { places }, [
    { keys: 's', until: open },
    { keys: 'i', until: /It is saving slow_last\.weights now[^]*lost +N iterations/ },
    { keys: 'c', until: /called off[^]*lost +N iterations/ },
    { keys: 'i', until: /It is saving slow_last\.weights now[^]*lost +N iterations/ },
    { keys: 'a', until: ended },
    { keys: 's', until: closed },
  ]);
  await expect(frames).toMatchFileSnapshot('golden/dialogs-saving.txt');
});
