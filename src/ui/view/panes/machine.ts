import type { Gpu, HostLoad } from '../../../machine/machineSample.ts';
import { type MachineWarning, machineWarnings } from '../../../machine/machineWarnings.ts';
import { dataShare, paceWarnings } from '../../../machine/pace.ts';
import { position } from '../../../run/reduce.ts';
import { isOver, type ScreenFacts } from '../../state/facts/facts.ts';
import { scaledSparkline } from '../../../charts/sparkline.ts';
import { untrustedRow, row, type Row, rowWidth, span, type Span } from '../../../words/terminal/row.ts';
import { displayWidth } from '../../../words/terminal/screenText.ts';
import type { GpuPast, MachineFacts } from '../../state/facts/machine.ts';
import { shareBar } from '../../../words/terminal/shareBar.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { type PaneDraw, scrolled } from './pane.ts';
import { bytes } from '../../../words/bytes.ts';

/**
 * Each GPU with its use, memory and power over the last minutes, and the host: a line for each history where there is
 * room for all of them, else one for each GPU. Findings, such as a training that waits for its data, come first.
 */
export const drawMachine: PaneDraw = (facts, state, width, height) => {
  const { machine } = facts;
  if (machine === null) return { title: row(), rows: [], length: 0 };
  const { gpus, gpuProblem, disk } = machine.sample;
  const findings = findingsOf(facts, machine).flatMap(({ text }) => wrapText(text, width, 'watch'));
  if (gpuProblem !== null) findings.push(...wrapText(gpuProblem, width, 'watch'));
  else if (gpus.length === 0) findings.push(row(span('no GPU found', 'dim')));
  const { host: load } = machine.sample;
  const host = [...dataRow(facts), ...(load === null ? [] : [loadRow(facts, machine, load, width), memoryRow(load)])];
  if (disk !== null) host.push(row(label('disk'), `${bytes(disk.free, 'compact')} free`));
  const long = gpus.flatMap((gpu, index) => gpuRows(facts, gpu, machine.gpus[index], width));
  const isShort = findings.length + long.length + host.length > height;
  const shown = isShort
    ? gpus.flatMap((gpu, index) => [gpuRow(facts, gpu, machine.gpus[index], width), ...sliceRows(facts, gpu, width)])
    : long;
  const rows = [...findings, ...shown, ...host];
  const title = gpus[0] === undefined ? row() : untrustedRow(gpus[0].name, 'dim');
  return { title, rows: scrolled(rows, state.scroll.machine ?? 0, height), length: rows.length };
};

/** What the machine shows, and what the trainer's own times do; one cause is told once, by what was measured. */
function findingsOf(facts: ScreenFacts, machine: MachineFacts): readonly MachineWarning[] {
  const measured = isTraining(facts) ? paceWarnings(facts.run) : [];
  const guessed = machineWarnings(machine.recent, isTraining(facts));
  return [...measured, ...guessed.filter(({ kind }) => measured.every((each) => each.kind !== kind))];
}

/** The share of a step that waits for data, where the trainer prints it. */
function dataRow({ run }: ScreenFacts): Row[] {
  const share = dataShare(run);
  return share === null ? [] : [row(label('data'), `waited for ${Math.round(share * 100)} % of a step`)];
}

/** The parts of a GPU, each with its memory. */
function sliceRows(facts: ScreenFacts, { slices = [] }: Gpu, width: number): Row[] {
  return slices.map(({ device, memoryUsed, memoryTotal }) => {
    const figure = `${bytes(memoryUsed, 'compact')}/${bytes(memoryTotal, 'compact')}`;
    const room = width - labelWidth - displayWidth(figure) - 1;
    const bar =
      room < minHistory ? '' : ` ${shareBar(memoryUsed / memoryTotal, Math.min(room, maxBar), facts.characters)}`;
    return row(label(`MIG ${device}`), figure, span(bar, 'map'));
  });
}

const maxBar = 20;

/** One GPU in one line: its figures, and its use in what room is left. */
function gpuRow(facts: ScreenFacts, gpu: Gpu, past: GpuPast | undefined, width: number): Row {
  const begin = row(label(`GPU${gpu.index}`), span(gpuText(gpu), 'strong'));
  const room = width - rowWidth(begin) - 1;
  return room < minHistory ? begin : [...begin, ...row(' ', history(facts, past?.busy, room))];
}

/** One GPU in a line of figures and one for each history that is known. */
function gpuRows(facts: ScreenFacts, gpu: Gpu, past: GpuPast | undefined, width: number): Row[] {
  const { utilisation, memoryUsed, memoryTotal, temperature, power, powerLimit } = gpu;
  const lines: readonly (readonly [string, readonly number[] | undefined, string | null])[] = [
    ['use', past?.busy, utilisation === null ? null : `${Math.round(utilisation * 100)}%`],
    [
      'mem',
      past?.memory,
      memoryUsed === null ? null : ofAll(bytes(memoryUsed, 'compact'), memoryTotal, (all) => bytes(all, 'compact')),
    ],
    [
      'power',
      past?.power,
      power === null ? null : ofAll(`${Math.round(power)}W`, powerLimit, (all) => `${Math.round(all)}W`),
    ],
  ];
  const heat = temperature === null ? '' : `  ${Math.round(temperature)}C`;
  return [
    row(span(`GPU${gpu.index}`, 'strong'), heat),
    ...lines.flatMap(([name, values, figure]) =>
      figure === null ? [] : [historyRow(facts, name, values, figure, width)],
    ),
    ...sliceRows(facts, gpu, width),
  ];
}

function ofAll(text: string, all: number | null, write: (all: number) => string): string {
  return all === null ? text : `${text}/${write(all)}`;
}

function loadRow(facts: ScreenFacts, { load: past }: MachineFacts, { load, cores }: HostLoad, width: number): Row {
  return historyRow(facts, 'load', past, `${load.toFixed(1)} on ${cores} cores`, width);
}

function memoryRow({ memoryUsed, memoryTotal }: HostLoad): Row {
  return row(label('mem'), `${bytes(memoryUsed, 'compact')}/${bytes(memoryTotal, 'compact')}`);
}

/** `use    ▃▅▇▇▇▇ 97%`: the figure alone where there is no room for its history. */
function historyRow(
  facts: ScreenFacts,
  name: string,
  values: readonly number[] | undefined,
  figure: string,
  width: number,
): Row {
  const room = width - labelWidth - displayWidth(figure) - 1;
  if (room < minHistory || values === undefined) return row(label(name), figure);
  return row(label(name), history(facts, values, Math.min(room, maxHistory)), ` ${figure}`);
}

/** The newest shares at the right, eight heights each. */
function history({ characters }: ScreenFacts, values: readonly number[] | undefined, width: number): Span {
  const shown = (values ?? []).slice(-width);
  const line = scaledSparkline(Float64Array.from(shown), { low: 0, high: 1 }, characters);
  return span(line.padStart(width), 'map');
}

const minHistory = 6;
const maxHistory = 60;

/** Whether the training makes steps: it has begun, is not paused and not over. */
function isTraining(facts: ScreenFacts): boolean {
  return !isOver(facts) && !facts.paused && position(facts.run) !== null;
}

const labelWidth = 6;

function label(text: string): string {
  return text.padEnd(labelWidth);
}

/** Returns `97% 10.2G/24G 71C 212W`; unknown figures are left out. */
export function gpuText({ utilisation, memoryUsed, memoryTotal, temperature, power }: Gpu): string {
  const pieces = [
    utilisation === null ? null : `${Math.round(utilisation * 100)}%`,
    memoryUsed === null
      ? null
      : `${bytes(memoryUsed, 'compact')}${memoryTotal === null ? '' : `/${bytes(memoryTotal, 'compact')}`}`,
    temperature === null ? null : `${Math.round(temperature)}C`,
    power === null ? null : `${Math.round(power)}W`,
  ];
  return pieces.filter((piece) => piece !== null).join(' ');
}
