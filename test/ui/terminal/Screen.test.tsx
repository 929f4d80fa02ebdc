import { describe, expect, test } from 'vitest';
import { contextOf } from '../../../src/ui/state/keys/bindings.ts';
import { keyTable } from '../../../src/ui/state/keys/keyTable.ts';
import { darknetEvents, falling, fedMonitor, logLines, recordingControl, someVerdict } from '../../support/ui/fakes.ts';
import { settle } from '../../support/ui/harness.tsx';
import { openScreen as open } from '../../support/ui/openScreen.tsx';
import { soon } from '../../support/soon.ts';

const escape = '\u001B';
const controlC = '\u0003';

/** The text of the box with a title, without what is drawn beside it. */
function boxOf(frame: string, title: string): string {
  const lines = frame.split('\n');
  const top = lines.findIndex((line) => new RegExp(`[┌╭] ${title}`).test(line));
  const left = lines[top]!.search(new RegExp(`[┌╭] ${title}`));
  const right = left + lines[top]!.slice(left).search(/[┐╮]/);
  const inside = lines.slice(top + 1).map((line) => line.slice(left, right + 1));
  const rows = inside.slice(
    0,
    inside.findIndex((line) => /^[└╰]/.test(line)),
  );
  return rows.map((line) => line.slice(1, -1).trim()).join('\n');
}

describe('the stop dialog', () => {
  test('starts on Cancel, and Enter then sends nothing', async () => {
    const { terminal, control, store } = await open();
    await terminal.press('s');
    expect(terminal.lastFrame()).toContain('> [n] cancel, let it train');
    await terminal.press('\r');
    expect(store.view().state.layer).toBeNull();
    expect(control.sent).toEqual([]);
  });

  test('says what would be stopped and what it costs', async () => {
    const { terminal } = await open({ rows: 40, iterations: 3050 });
    await terminal.press('s');
    const drawn = terminal.lastFrame();
    expect(drawn).toContain('PID 21513 of ada, 3 processes in group 21513');
    expect(drawn).toContain('command     darknet detector train shapes.data shapes.cfg -map');
    expect(drawn).toContain('lost        50 iterations (20 s) since the last save');
    expect(drawn).toMatch(/best        mAP50 \d\d\.\d % at iteration [\d,]+/);
    expect(drawn).toContain('saved time  20 min');
    expect(drawn).toContain('SIGINT      It dies at once');
  });

  test('calls a job or a container by its name, whose process number means nothing here', async () => {
    const control = recordingControl({ name: 'job 42', pid: 42, processGroup: 42 });
    const { terminal } = await open({ control, columns: 100, rows: 30 });
    expect(terminal.lastFrame().split('\n')[0]).toContain('job 42');
    await terminal.press('s');
    expect(terminal.lastFrame()).toContain('job 42 of ada');
    expect(terminal.lastFrame()).not.toMatch(/pid/i);
    await terminal.press('n');
    await terminal.press('p');
    expect(terminal.lastFrame()).toContain('SIGSTOP goes to job 42.');
    await terminal.press('n');
    const end = terminal.waitUntilExit();
    await terminal.press('q');
    expect(await end).toContain('The training goes on (job 42).');
  });

  test('does not say that a paused training goes on', async () => {
    const { terminal } = await open();
    await terminal.press('p');
    await terminal.press('y');
    await settle();
    const end = terminal.waitUntilExit();
    await terminal.press('q');
    expect(await end).toContain('The training is still paused (PID 21513)');
  });

  test('names the processes it would reach, also where labels have no column of their own', async () => {
    const child = { pid: 21514, depth: 1, command: 'python loader.py', inGroup: true, ignoresInterrupt: false };
    const control = recordingControl({ tree: [{ ...child, pid: 21513, depth: 0, command: 'darknet' }, child] });
    const { terminal } = await open({ control, columns: 48, rows: 60 });
    await terminal.press('s');
    expect(terminal.lastFrame()).toMatch(/^ 21514 python loader\.py *$/m);
  });

  test('says once, at the choice, when the process ignores SIGINT, and nothing against it', async () => {
    const { terminal } = await open({ control: recordingControl({ ignoresInterrupt: true }) });
    await terminal.press('s');
    expect(terminal.lastFrame()).toContain('[i] SIGINT now  (it ignores SIGINT)');
    expect(terminal.lastFrame().match(/ignores SIGINT/g)).toHaveLength(1);
    expect(terminal.lastFrame()).not.toMatch(/SIGINT +It dies/);
  });

  test('sends SIGINT with i, shows each step, and takes no second one', async () => {
    const { terminal, control } = await open();
    await terminal.press('s');
    await terminal.press('i');
    expect(control.sent).toEqual(['SIGINT']);
    expect(terminal.lastFrame()).toContain('SIGINT sent, waiting for the trainer to exit.');
    await terminal.press('i');
    await terminal.press('i');
    expect(control.sent).toEqual(['SIGINT']);
  });

  test('leaves word in the banner of how far it has come, without a number that ticks', async () => {
    const { terminal, control } = await open();
    const banner = () => terminal.lastFrame().split('\n').slice(1, 3).join('\n');
    await terminal.press('s');
    await terminal.press('i');
    await terminal.press('n');
    await settle();
    expect(banner()).toContain('SIGINT was sent: it may be saving, wait.');
    control.allow('SIGTERM');
    await settle();
    expect(banner()).toContain('SIGINT was sent, and it still runs: s has the next step.');
  });

  test('sends SIGTERM and SIGKILL only when the ladder allows them', async () => {
    const { terminal, control } = await open();
    await terminal.press('s');
    await terminal.press('t');
    await terminal.press('k');
    expect(control.sent).toEqual([]);
    await terminal.press('i');
    control.allow('SIGTERM');
    await settle();
    await terminal.press('k');
    await terminal.press('t');
    expect(control.sent).toEqual(['SIGINT', 'SIGTERM']);
  });

  test('takes the choice that Tab has marked, and skips those that are not allowed', async () => {
    const { terminal, control } = await open();
    await terminal.press('s');
    await terminal.press('\t');
    expect(terminal.lastFrame()).toContain('> [c] after its next save');
    await terminal.press('\t');
    expect(terminal.lastFrame()).toContain('> [i] SIGINT now');
    await terminal.press('\t');
    expect(terminal.lastFrame()).toContain('> [n] cancel');
    await terminal.press(`${escape}[Z`);
    await terminal.press('\r');
    expect(control.sent).toEqual(['SIGINT']);
  });

  test('tells at the end what was saved and how to resume, and offers nothing but to close', async () => {
    const { terminal, control } = await open({ rows: 30 });
    await terminal.press('s');
    await terminal.press('i');
    control.finish({ code: null, signal: 'SIGINT', time: 1010, left: [] });
    await settle();
    const drawn = terminal.lastFrame();
    expect(drawn).toContain('The training has ended: killed by SIGINT.');
    expect(drawn).toContain('last saved: backup/shapes_last.weights (iteration 3000)');
    expect(drawn).toMatch(/to resume: /);
    expect(drawn.trimEnd().split('\n').at(-1)).toMatch(/^\? help {2}n close/);
  });

  test('shows the end of the training and what is left of it', async () => {
    const { terminal, control } = await open();
    await terminal.press('s');
    await terminal.press('i');
    control.finish({ code: null, signal: 'SIGINT', time: 1004, left: [{ pid: 77, command: 'loader' }] });
    await settle();
    expect(terminal.lastFrame()).toContain('The training has ended: killed by SIGINT.');
    expect(terminal.lastFrame()).toContain('still alive: PID 77 loader');
  });

  test('says why a signal could not be sent', async () => {
    const control = recordingControl();
    const refusing = {
      ...control,
      signal: async () => {
        throw new Error('Process 21513 is not the one that was started.');
      },
    };
    const { terminal } = await open({ control: refusing });
    await terminal.press('s');
    await terminal.press('i');
    expect(terminal.lastFrame()).toContain('Process 21513 is not the one that was started.');
  });

  test('is not confirmed by characters that came at once, as a paste does', async () => {
    const { terminal, control } = await open();
    await terminal.press('si');
    await terminal.press('it');
    expect(control.sent).toEqual([]);
  });

  test('is closed by the key that opened it, as every layer is', async () => {
    const { terminal, store } = await open();
    for (const key of ['s', 'w', '?', 'p', 'A']) {
      await terminal.press(key);
      expect(store.view().state.layer).not.toBeNull();
      await terminal.press(key);
      expect(store.view().state.layer).toBeNull();
    }
  });

  test('lies over charts that go on living, and has one line of state, which is replaced', async () => {
    const { terminal, control } = await open({ columns: 120, rows: 40 });
    await terminal.press('s');
    expect(terminal.lastFrame()).toContain('2 mAP');
    await terminal.press('c');
    expect(terminal.lastFrame()).toContain('Planned stop: waits for the next save');
    await terminal.press('c');
    expect(terminal.lastFrame()).toContain('The planned stop was called off.');
    expect(terminal.lastFrame()).not.toContain('Planned stop');
    await terminal.press('i');
    expect(terminal.lastFrame()).not.toContain('called off');
    expect(terminal.lastFrame()).toContain('The next step is possible in 10 s.');
    control.finish({ code: null, signal: 'SIGINT', time: 1004, left: [] });
    await settle();
    expect(terminal.lastFrame()).toContain('The training has ended: killed by SIGINT. Nothing of it is left.');
    expect(terminal.lastFrame()).not.toMatch(/SIGINT sent|possible in|next save/);
  });

  test('is closed by n in one chunk with the q that closes the dashboard', async () => {
    const { terminal, control } = await open();
    await terminal.press('s');
    const end = terminal.waitUntilExit();
    await terminal.press('nq');
    expect(await end).toContain('The training goes on (PID 21513).');
    expect(control.sent).toEqual([]);
  });

  test('is not reached by pasted text', async () => {
    const { terminal, control, store } = await open();
    await terminal.press(`${escape}[200~s\ri${escape}[201~`);
    expect(store.view().state.layer).toBeNull();
    expect(control.sent).toEqual([]);
  });

  test('has all of its choices in view on a small terminal', async () => {
    const { terminal } = await open({ columns: 40, rows: 12 });
    await terminal.press('s');
    expect(terminal.lastFrame()).toContain('[n]no [c]SAVE [i]INT [t]TERM [k]KILL');
  });
});

describe('a planned stop', () => {
  test('after the next save is armed with c, said in the banner, and called off with u', async () => {
    const { terminal, control } = await open();
    await terminal.press('s');
    await terminal.press('c');
    expect(control.sent).toEqual(['arm checkpoint']);
    await terminal.press('n');
    expect(terminal.lastFrame().split('\n')[2]).toContain('Planned stop: waits for the next save');
    expect(terminal.lastFrame().split('\n')[2]).toContain('u call off');
    await terminal.press('u');
    expect(control.sent).toEqual(['arm checkpoint', 'cancel']);
    expect(terminal.lastFrame()).toContain('The planned stop was called off.');
  });

  test('is called off in the dialog too', async () => {
    const { terminal, control } = await open();
    control.countDown(1042);
    await terminal.press('s');
    expect(terminal.lastFrame()).toContain('[c] call the planned stop off');
    await terminal.press('c');
    expect(control.sent).toEqual(['cancel']);
  });

  test('counts down in the banner', async () => {
    const { terminal, control } = await open();
    control.countDown(1042);
    await settle();
    expect(terminal.lastFrame()).toContain('Auto-stop in 42 s: stops after the countdown');
  });

  test('by advice is no key where nobody is there to carry it out once nobody looks', async () => {
    const { terminal } = await open({ control: { ...recordingControl(), plans: ['checkpoint'] }, columns: 120 });
    await terminal.press('A');
    expect(terminal.lastFrame()).not.toContain('by itself');
    await terminal.press('?');
    expect(terminal.lastFrame()).not.toContain('auto-stop:');
    await terminal.press('n');
    await terminal.press('s');
    expect(terminal.lastFrame()).toMatch(/\[c\] after its next save, then SIGINT, then SIGTERM *│/);
  });

  test('after the next save is no choice where nobody can wait for it', async () => {
    const control = { ...recordingControl(), plans: [] };
    const { terminal } = await open({ control, columns: 120 });
    await terminal.press('s');
    expect(terminal.lastFrame()).toContain('(no keeper)');
    await terminal.press('c');
    expect(control.sent).toEqual([]);
  });

  test('by advice is armed with A only after a yes', async () => {
    const { terminal, control } = await open();
    await terminal.press('A');
    await terminal.press('\r');
    expect(control.sent).toEqual([]);
    await terminal.press('A');
    await terminal.press('y');
    expect(control.sent).toEqual(['arm advice']);
    expect(terminal.lastFrame()).toContain('  Auto-stop is on: it stops after the');
  });
});

describe('a pause', () => {
  test('is asked about first, and Enter means no', async () => {
    const { terminal, control } = await open();
    await terminal.press('p');
    expect(terminal.lastFrame()).toContain('Pause the training?');
    await terminal.press('\r');
    expect(control.sent).toEqual([]);
  });

  test('is seen in the header, and p lets the training go on', async () => {
    const { terminal, control, store } = await open();
    await terminal.press('p');
    await terminal.press('y');
    expect(control.sent).toEqual(['pause']);
    expect(store.view().state.layer).toBeNull();
    expect(terminal.lastFrame().split('\n')[0]).toContain('PAUSED');
    await terminal.press('p');
    expect(terminal.lastFrame()).toContain('Resume the training?');
    await terminal.press('y');
    expect(control.sent).toEqual(['pause', 'resume']);
    expect(terminal.lastFrame().split('\n')[0]).not.toContain('PAUSED');
  });
});

describe('the planned length', () => {
  /** A training whose log does not tell it. */
  const unplanned = () => {
    const monitor = fedMonitor(undefined, someVerdict({ chance: null, forecast: null }));
    monitor.feed(
      darknetEvents(3000).filter(({ type }) => type !== 'plan'),
      logLines(20),
    );
    return monitor;
  };

  test('is taken by a key where the log does not tell it, and nothing but digits', async () => {
    const { terminal, monitor } = await open({ monitor: unplanned() });
    expect(terminal.lastFrame()).toContain('l length');
    await terminal.press('l');
    expect(terminal.lastFrame()).toContain('--max-iterations N');
    for (const key of ['6', 'x', '0', '0', '0', '0', '\u007F', '\r']) await terminal.press(key);
    expect(monitor.run.plan.iterations).toBe(6000);
    expect(terminal.lastFrame()).toContain('it 3000/6000');
  });

  test('is left as it is by Esc, and no key of a training that has one', async () => {
    const { terminal, monitor } = await open({ monitor: unplanned() });
    for (const key of ['l', '6', escape]) await terminal.press(key);
    expect(monitor.run.plan.iterations).toBeNull();
    const planned = await open();
    await planned.terminal.press('l');
    expect(planned.store.view().state.layer).toBeNull();
  });
});

describe('a read-only screen', () => {
  test('says so when a key is not for it', async () => {
    for (const key of ['s', 'p', 'A']) {
      const { terminal } = await open({ readonly: true });
      await terminal.press(key);
      expect(terminal.lastFrame()).toContain(`${key} does nothing here: this screen is read-only (--readonly).`);
    }
    const { terminal } = await open({ watching: true });
    await terminal.press('s');
    expect(terminal.lastFrame()).toContain('from here only the log of the training is known');
  });

  test('has no key that can touch the training', async () => {
    const { terminal, control, store } = await open({ readonly: true });
    for (const key of ['s', 'i', 't', 'k', 'c', 'p', 'y', 'A', 'y', 'u', '\r', 's', 'i']) await terminal.press(key);
    expect(control.sent).toEqual([]);
    expect(store.view().state.layer).toBeNull();
    expect(terminal.lastFrame()).not.toContain('s stop');
  });

  test('and one that only watches a log offer no stop, in the help neither', async () => {
    for (const how of [{ readonly: true }, { watching: true }]) {
      const { terminal } = await open({ ...how, columns: 120, rows: 50 });
      await terminal.press('?');
      expect(terminal.lastFrame()).not.toContain('stop the training');
      expect(terminal.lastFrame()).not.toContain('SIGKILL');
    }
  });
});

describe('closing', () => {
  test('with q tells on the normal screen that the training goes on and how to come back', async () => {
    const { terminal, control } = await open();
    const end = terminal.waitUntilExit();
    await terminal.press('q');
    const text = await end;
    expect(text).toContain('The training goes on (PID 21513).');
    expect(text).toContain('Come back with: plateau attach');
    expect(control.sent).toEqual([]);
  });

  test('with ^C works in every layer and never reaches the training', async () => {
    for (const key of ['', '?', 'w', 's', '/']) {
      const { terminal, control } = await open();
      const end = terminal.waitUntilExit();
      if (key !== '') await terminal.press(key);
      await terminal.press(controlC);
      expect(await end).toContain('The training goes on');
      expect(control.sent).toEqual([]);
    }
  });

  test('tells what going on would bring, and at the end what it has brought since the best', async () => {
    const monitor = fedMonitor(undefined, someVerdict({ forecast: { low: 0.82, mid: 0.87, high: 0.9 } }));
    const { terminal } = await open({ monitor });
    const end = terminal.waitUntilExit();
    await terminal.press('q');
    expect(await end).toMatch(/^still to come: 20m, which bring about \+4\.\d points$/m);
    const over = fedMonitor(undefined, someVerdict({ name: 'finished', action: 'continue' }));
    over.feed([...darknetEvents(6000, 6000, falling), { type: 'ended', how: 'complete' }], logLines(5));
    const later = await open({ monitor: over });
    const closed = later.terminal.waitUntilExit();
    await later.terminal.press('q');
    const text = await closed;
    expect(text).toMatch(/^since the best: 3000 iterations and 20m without a gain$/m);
    expect(text).not.toContain('still to come');
  });

  test('after the end tells the summary and nothing about coming back', async () => {
    const monitor = fedMonitor(undefined, someVerdict({ name: 'finished', action: 'stop' }));
    monitor.feed([...darknetEvents(6000, 6000, falling), { type: 'ended', how: 'complete' }], logLines(9));
    const { terminal, control } = await open({ monitor });
    control.finish({ code: 0, signal: null, time: 1000, left: [] });
    await settle();
    expect(terminal.lastFrame()).not.toContain('s stop');
    const end = terminal.waitUntilExit();
    await terminal.press('q');
    const text = await end;
    expect(text).toContain('best mAP50 83.0 % at iteration 3000');
    expect(text).not.toContain('goes on');
  });
});

describe('keys', () => {
  test('all stand in the help, which is drawn from their table', async () => {
    const { terminal, store } = await open({ columns: 160, rows: 60 });
    await terminal.press('?');
    const words = boxOf(terminal.lastFrame(), 'keys').replaceAll(/\s+/g, ' ');
    const { facts } = store.view();
    for (const { does, shown, contexts, possible } of keyTable) {
      if (!contexts.includes('panes') || possible?.(facts) === false) continue;
      expect(words).toContain(`${shown} ${does}`);
    }
  });

  test('have one meaning each in every context', () => {
    for (const context of ['panes', 'help', 'why', 'stop', 'filter', 'pause', 'auto'] as const) {
      const keys = keyTable.filter(({ contexts }) => contexts.includes(context)).flatMap((binding) => binding.keys);
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  test('open and leave each layer, with a key other than Esc too', async () => {
    const { terminal, store } = await open();
    for (const [enter, layer] of [
      ['?', 'help'],
      ['h', 'help'],
      [`${escape}OP`, 'help'],
      ['w', 'why'],
      ['s', 'stop'],
    ] as const) {
      for (const leave of ['n', 'q', escape]) {
        await terminal.press(enter);
        expect(contextOf(store.view().state)).toBe(layer);
        await terminal.press(leave);
        expect(contextOf(store.view().state)).toBe('panes');
      }
    }
  });

  test('tell all that speaks for and against the verdict with w', async () => {
    const { terminal } = await open({ rows: 50 });
    await terminal.press('w');
    const drawn = terminal.lastFrame();
    for (const text of [
      '+ chance of gaining',
      '- the learning rate still drops',
      '* the data set is learnt',
      '> Add images',
    ]) {
      expect(drawn).toContain(text);
    }
    expect(drawn).toContain('1 in 6');
    expect(drawn).toContain('backup/shapes_best.weights');
  });

  test('scroll a layer to its end and not beyond', async () => {
    const { terminal, store } = await open({ columns: 40, rows: 12 });
    await terminal.press('?');
    await terminal.press(`${escape}[F`);
    const bottom = store.view().state.layerScroll;
    expect(terminal.lastFrame()).toContain('mouse');
    await terminal.press(`${escape}[B`);
    expect(store.view().state.layerScroll).toBe(bottom);
    await terminal.press(`${escape}[A`);
    expect(store.view().state.layerScroll).toBe(bottom - 1);
    await terminal.press(`${escape}[H`);
    expect(store.view().state.layerScroll).toBe(0);
  });

  test('1 to 7 focus a pane, hide it when pressed again, and bring it back', async () => {
    const { terminal, store } = await open({ columns: 120, rows: 40 });
    await terminal.press('4');
    expect(terminal.lastFrame()).toContain('>4 IoU');
    await terminal.press('4');
    expect(terminal.lastFrame()).not.toContain('4 IoU');
    await terminal.press('4');
    expect(terminal.lastFrame()).toContain('>4 IoU');
    expect(store.view().state.off).toEqual([]);
  });

  test('say what size is needed for a pane that does not fit', async () => {
    const { terminal } = await open({ columns: 80, rows: 24 });
    await terminal.press('4');
    expect(terminal.lastFrame()).toMatch(/Beside others the IoU pane needs \d+x\d+, this is 80x24\. 4, Esc: back/);
    expect(terminal.lastFrame()).toContain('│ layer │ IoU now');
    await terminal.press('4');
    expect(terminal.lastFrame()).not.toContain('IoU now');
    expect(terminal.lastFrame()).toContain('>1 loss');
    await terminal.resize(25, 6);
    await terminal.press('4');
    expect(terminal.lastFrame().replaceAll('\n', ' ')).toContain('No room for the IoU pane');
  });

  test('go to a pane that was hidden before it had no room, too', async () => {
    const { terminal, store } = await open({ columns: 80, rows: 24 });
    store.dispatch({ type: 'toggle', pane: 'iou', shown: true });
    store.dispatch({ type: 'toggle', pane: 'iou', shown: true });
    expect(store.view().state.off).toEqual(['iou']);
    await terminal.press('4');
    expect(terminal.lastFrame()).toContain('│ layer │ IoU now');
    expect(store.view().state.off).toEqual([]);
  });

  test('act on a pane that can be seen, after one that has no room was on the whole screen', async () => {
    const { terminal } = await open({ columns: 80, rows: 24 });
    await terminal.press('6');
    expect(terminal.lastFrame()).toContain('>6 classes');
    await terminal.press('f');
    expect(terminal.lastFrame()).toContain('>1 loss');
  });

  test('Tab goes round the panes that can be seen', async () => {
    const { terminal, store } = await open({ columns: 80, rows: 24 });
    const seen: string[] = [];
    for (let step = 0; step < 4; step++) {
      await terminal.press('\t');
      seen.push(store.view().state.focus);
    }
    expect(seen).toEqual(['tail', 'log', 'loss', 'tail']);
    await terminal.press(`${escape}[Z`);
    expect(store.view().state.focus).toBe('loss');
  });

  test('f gives a pane the whole screen and takes it back', async () => {
    const { terminal } = await open({ columns: 80, rows: 24 });
    await terminal.press('f');
    expect(terminal.lastFrame()).toContain('>1 loss');
    expect(terminal.lastFrame()).not.toContain('3 mAP');
    await terminal.press(escape);
    expect(terminal.lastFrame()).toContain('3 mAP');
  });

  test('change the curve: smoothing, logarithm, x axis, tail', async () => {
    const { terminal } = await open({ columns: 120, rows: 40 });
    await terminal.press('e');
    expect(terminal.lastFrame()).toContain('ema .3');
    await terminal.press('0');
    expect(terminal.lastFrame()).not.toContain('ema');
    await terminal.press('y');
    expect(terminal.lastFrame()).toMatch(/1 loss .* log/);
    await terminal.press('x');
    expect(terminal.lastFrame()).toContain('time 20m');
    await terminal.press('t');
    expect(terminal.lastFrame()).toMatch(/2 mAP last \d+ evaluations/);
  });

  test('x goes through what is known of a training only, and says so where that is one thing', async () => {
    const { terminal, store } = await open();
    const ends = () => terminal.lastFrame().match(/time (?=20m)|(?<=│ +1 .*)3000(?=│)/)?.[0];
    expect(ends()).toBe('3000');
    // How many images an epoch has is not known.
    await terminal.press('x');
    expect(ends()).toBe('time ');
    await terminal.press('x');
    expect(ends()).toBe('3000');
    const young = fedMonitor();
    young.feed([], ['hello']);
    const early = await open({ monitor: young });
    await early.terminal.press('x');
    expect(early.terminal.lastFrame()).toContain('The x axis is in epochs: no other unit is known yet.');
    expect(store.view().state.axis).toBe('step');
  });

  test('show the last evaluations once: in the mAP chart with t, else in a pane of their own', async () => {
    const { terminal } = await open({ columns: 120, rows: 40 });
    const tails = () => terminal.lastFrame().match(/mAP last \d+ evaluations/g) ?? [];
    expect(tails()).toHaveLength(1);
    expect(terminal.lastFrame()).toContain('3 mAP last');
    await terminal.press('t');
    expect(tails()).toHaveLength(1);
    expect(terminal.lastFrame()).toContain('2 mAP last');
    await terminal.press('3');
    expect(terminal.lastFrame()).toContain('pane 2 shows it now (t)');
  });

  test('zoom the charts in, move along them and out again', async () => {
    const { terminal } = await open({ columns: 120, rows: 40 });
    const whole = terminal.lastFrame();
    await terminal.press('+');
    await terminal.press('+');
    expect(terminal.lastFrame()).toMatch(/1 loss .* x4/);
    expect(terminal.lastFrame()).toContain('2250');
    await terminal.press(`${escape}[D`);
    await terminal.press(`${escape}[D`);
    expect(terminal.lastFrame()).toMatch(/ 2626│/);
    for (let step = 0; step < 20; step++) await terminal.press(`${escape}[D`);
    expect(terminal.lastFrame()).toMatch(/ 751│/);
    await terminal.press('-');
    await terminal.press('-');
    expect(terminal.lastFrame()).toBe(whole);
  });

  test('S saves the screen as text and says where', async () => {
    const { terminal, saved } = await open();
    await terminal.press('S');
    expect(saved[0]).toContain('! MAY STOP');
    expect(terminal.lastFrame()).toContain('Saved to screen.txt.');
  });
});

describe('the log', () => {
  test('shows only the lines with the filter in them, from typing to Esc', async () => {
    const monitor = fedMonitor(undefined, someVerdict());
    monitor.feed(darknetEvents(1200), ['one apple', 'two pears', 'three apples']);
    const { terminal } = await open({ monitor });
    for (const key of ['/', 'a', 'p', 'p']) await terminal.press(key);
    expect(terminal.lastFrame()).toContain('/app_');
    expect(terminal.lastFrame()).not.toContain('two pears');
    await terminal.press('\r');
    expect(terminal.lastFrame()).toContain('/app/');
    expect(terminal.lastFrame()).toContain('one apple');
    await terminal.press(escape);
    expect(terminal.lastFrame()).toContain('two pears');
  });

  test('is shown on the whole screen by / where it has no place, and Esc gives the others back', async () => {
    const { terminal } = await open({ rows: 18 });
    expect(terminal.lastFrame()).toContain('7 log');
    await terminal.press('7');
    await terminal.press('7');
    expect(terminal.lastFrame()).not.toContain('7 log');
    await terminal.press('/');
    await terminal.press('Region 16');
    expect(terminal.lastFrame()).toContain('>7 log /Region 16_');
    expect(terminal.lastFrame()).not.toContain('1 loss');
    await terminal.press(escape);
    await terminal.press(escape);
    expect(terminal.lastFrame()).toContain('1 loss');
  });

  test('says why it is empty', async () => {
    const { terminal } = await open();
    await terminal.press('/');
    await terminal.press('no such text');
    expect(terminal.lastFrame()).toContain('No kept line has that text; n searches the whole log.');
    const reading = { ...fedMonitor(null), caughtUp: () => false, readShare: () => 0.437, feed: () => undefined };
    const early = await open({ monitor: reading });
    expect(early.terminal.lastFrame()).toContain('The log is being read from its start; its end comes here.');
    expect(early.terminal.lastFrame()).toContain('READING 43%');
  });

  test('is read beyond its border with left and right', async () => {
    const { terminal } = await open();
    await terminal.press('7');
    expect(terminal.lastFrame()).not.toContain('iou_loss = 0.2');
    for (let step = 0; step < 9; step++) await terminal.press(`${escape}[C`);
    expect(terminal.lastFrame()).toMatch(/^│….*iou_loss = 0\.2 *│$/m);
    expect(terminal.lastFrame()).toMatch(/from column \d+/);
    for (let step = 0; step < 9; step++) await terminal.press(`${escape}[D`);
    expect(terminal.lastFrame()).toMatch(/^│v3 \(iou loss/m);
    await terminal.press(`${escape}[C`);
    await terminal.press('F');
    expect(terminal.lastFrame()).toMatch(/^│v3 \(iou loss/m);
  });

  test('takes q, s and space as text while a filter is typed', async () => {
    const { terminal, store } = await open();
    await terminal.press('/');
    for (const key of ['q', 's', ' ', 'x', '\u007F']) await terminal.press(key);
    expect(store.view().state.typing).toBe('qs ');
  });

  test('stands still while it is scrolled, whatever comes, until F', async () => {
    const { terminal, monitor, store } = await open();
    await terminal.press('7');
    await terminal.press(`${escape}[A`);
    const before = terminal.lastFrame();
    monitor.feed([], ['a new line']);
    await terminal.press('e');
    expect(store.view().state.logBack).toBe(1);
    expect(terminal.lastFrame().split('\n').slice(16, 21)).toEqual(before.split('\n').slice(16, 21));
    await terminal.press('F');
    expect(terminal.lastFrame()).toContain('a new line');
  });
});

describe('drawing', () => {
  test('writes nothing while nothing changes', async () => {
    const { terminal, monitor, store } = await open();
    await settle();
    const before = terminal.frames.length;
    store.dispatch({ type: 'resize', columns: 80, rows: 24 });
    store.dispatch({ type: 'notice', text: null });
    monitor.subscribe(() => undefined)();
    await settle();
    expect(terminal.frames).toHaveLength(before);
  });

  test('shows new lines, but not at every line', async () => {
    const { terminal, monitor } = await open();
    const before = terminal.frames.length;
    const began = performance.now();
    for (let index = 0; index < 50; index++) {
      monitor.feed([], [`line ${index}`]);
      await settle();
    }
    await soon(() => expect(terminal.lastFrame()).toContain('line 49'));
    const seconds = (performance.now() - began) / 1000;
    expect(terminal.frames.length - before).toBeLessThanOrEqual(2 + seconds);
  });

  test('stands still while it is frozen, and shows what it missed afterwards', async () => {
    const { terminal, monitor } = await open();
    await terminal.press(' ');
    expect(terminal.lastFrame()).toContain('FROZEN');
    monitor.feed(darknetEvents(4000).slice(-3), ['after the frost']);
    await terminal.press('e');
    expect(terminal.lastFrame()).not.toContain('after the frost');
    expect(terminal.lastFrame()).toContain('it 3000/6000');
    await terminal.press(' ');
    expect(terminal.lastFrame()).toContain('after the frost');
  });

  test('follows the size of the terminal', async () => {
    const { terminal } = await open();
    for (const [columns, rows] of [
      [40, 12],
      [20, 5],
      [160, 50],
      [1, 1],
      [80, 24],
    ] as const) {
      await terminal.resize(columns, rows);
      const lines = terminal.lastFrame().split('\n');
      expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });
});
