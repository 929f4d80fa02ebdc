import { expect, test } from 'vitest';
import { startBoxTrainer } from '../support/real/boxTrainer.ts';
import {
  arrowLeft,
  arrowRight,
  closed,
  dialogSequence,
  ended,
  escape,
  open,
} from '../support/terminal/dialogFrames.ts';

/*
 * The ways through the dialogs beside those of `dialogs.test.ts`: other keys, what is called off, what comes in
 * between. To renew a file, remove it and run this test.
 */

const halted = /PAUSED[^]*lost +N iterations[^]*later/;
const planned = /^Planned stop[^]*lost +N iterations/m;

test('choices by arrows and Enter, and every key that closes a dialog', { timeout: 120_000 }, async () => {
  const { terminal, places, halt } = await startBoxTrainer({});
  // Halted, it does not save before a plan has been called off.
  await halt();
  const frames = await dialogSequence(terminal, { places }, [
    { keys: 's', until: halted },
    { keys: '\t', until: /^> \[c\] after/m },
    { keys: '\r', until: planned },
    { keys: arrowLeft, until: /^> \[i\] SIGINT/m },
    { keys: arrowRight, until: /^> \[n\] cancel/m },
    { keys: arrowRight, until: /^> \[c\] call/m },
    { keys: '\r', until: /^The planned stop was called off[^]*lost +N iterations/m },
    { keys: escape, until: closed },
    { keys: 's', until: halted },
    { keys: 'c', until: planned },
    { keys: 'n', until: closed },
    { keys: 'u', until: /The planned stop was called off/ },
    { keys: 'A', until: /by itself/ },
    { keys: '\r', until: closed },
    { keys: 'A', until: /by itself/ },
    { keys: escape, until: closed },
    { keys: 'p', until: /Resume the training/ },
    { keys: '\r', until: closed },
    { keys: 'p', until: /Resume the training/ },
    { keys: 'q', until: closed },
  ]);
  await expect(frames).toMatchFileSnapshot('golden/dialogs-keys.txt');
});

test('the countdown of auto-stop, called off from everywhere', { timeout: 120_000 }, async () => {
  const { terminal, places } = await startBoxTrainer({
    flags: ['--target-map', '0.01', '--auto-stop', '--grace', '1h'],
  });
  const countdown = /^Auto-stop in TIME[^]*lost +N iterations/m;
  const again = [
    { keys: 'A', until: /by itself/ },
    { keys: 'y', until: /will be stopped once/ },
    { keys: 's', until: countdown },
  ];
  const frames = await dialogSequence(terminal, { places }, [
    { keys: 's', until: countdown },
    { keys: 'c', until: /^The planned stop was called off[^]*lost +N iterations/m },
    { keys: 's', until: closed },
    ...again,
    { keys: 'n', until: closed },
    { keys: 'u', until: /The planned stop was called off/ },
    ...again,
    { keys: 's', until: closed },
    { keys: 'A', until: /Call the planned stop off/ },
    { keys: 'n', until: closed },
    { keys: 'A', until: /Call the planned stop off/ },
    { keys: 'y', until: /The planned stop was called off/ },
    { keys: 's', until: open },
  ]);
  await expect(frames).toMatchFileSnapshot('golden/dialogs-countdown.txt');
});

test('a training that goes on after SIGINT: SIGTERM once that was waited for', { timeout: 120_000 }, async () => {
  const listener = `data:text/javascript,process.on('SIGINT',()=>{})`;
  const { terminal, places } = await startBoxTrainer({ shell: `NODE_OPTIONS="--import=${listener}" exec "$@"` });
  const frames = await dialogSequence(terminal, { places }, [
    { keys: 's', until: open },
    { keys: 'i', until: /SIGINT sent[^]*lost +N iterations[^]*SIGTERM now {2}\(possible in TIME\)/ },
    { keys: 'n', until: closed },
    { keys: 's', until: /still runs[^]*lost +N iterations[^]*SIGTERM now$/m },
    { keys: 't', until: ended },
    { keys: 's', until: closed },
  ]);
  await expect(frames).toMatchFileSnapshot('golden/dialogs-terminate.txt');
});

test(
  'a signal at once takes the place of a planned stop, also of a training that is paused',
  { timeout: 120_000 },
  async () => {
    const { terminal, places, halt } = await startBoxTrainer({});
    await halt();
    const frames = await dialogSequence(terminal, { places }, [
      { keys: 's', until: halted },
      { keys: 'c', until: planned },
      { keys: 'i', until: ended },
      { keys: 'n', until: closed },
    ]);
    await expect(frames).toMatchFileSnapshot('golden/dialogs-at-once.txt');
  },
);

test('a training that ends by itself while the dialog is open', { timeout: 120_000 }, async () => {
  const { terminal, places } = await startBoxTrainer({ options: ['--iterations', '260'] });
  const frames = await dialogSequence(terminal, { places }, [
    { keys: 's', until: /\[i\] SIGINT now/ },
    { keys: '', until: ended },
    { keys: 'n', until: closed },
  ]);
  await expect(frames.slice(frames.indexOf('== (wait)'))).toMatchFileSnapshot('golden/dialogs-end.txt');
});

test('a read-only screen opens no dialog, and says why', { timeout: 120_000 }, async () => {
  const { terminal, places } = await startBoxTrainer({ flags: ['--readonly'] });
  const frames = await dialogSequence(
    terminal,
    { places },
    ['s', 'p', 'A', 'u'].map((key) => ({ keys: key, until: new RegExp(`^${key} does nothing here`, 'm') })),
  );
  await expect(frames).toMatchFileSnapshot('golden/dialogs-readonly.txt');
});
