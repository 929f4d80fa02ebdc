import type { Gpu } from '../../../machine/machineSample.ts';
import { machineWarnings } from '../../../machine/machineWarnings.ts';
import { position } from '../../../run/reduce.ts';
import { isOver, type ScreenFacts } from '../../state/facts/facts.ts';
import { scaledSparkline } from '../../../charts/sparkline.ts';
import { untrustedRow, row, type Row, span } from '../../../words/terminal/row.ts';
import { wrapText } from '../../../words/terminal/wrap.ts';
import { type PaneDraw, scrolled } from './pane.ts';
import { bytes } from '../../../words/bytes.ts';

/** The GPUs with their utilisation over the last minutes, and the host. */
export const drawMachine: PaneDraw = (facts, state, width, height) => {
  const { machine, characters } = facts;
  if (machine === null) return { title: row(), rows: [], length: 0 };
  const { gpus, gpuProblem, host, disk } = machine.sample;
  const rows: Row[] = gpus.flatMap((gpu, index): Row[] => {
    const busy = Float64Array.from((machine.busy[index] ?? []).slice(-Math.max(1, width - labelWidth)));
    const line = scaledSparkline(busy, { low: 0, high: 1 }, characters);
    return [row(label(`GPU${gpu.index}`), span(gpuText(gpu), 'strong')), row(label(''), span(line, 'map'))];
  });
  if (gpuProblem !== null) rows.push(...wrapText(gpuProblem, width, 'watch'));
  else if (gpus.length === 0) rows.push(row(span('no GPU found', 'dim')));
  for (const { text } of machineWarnings(machine.recent, isTraining(facts)))
    rows.push(...wrapText(text, width, 'watch'));
  rows.push(row(label('load'), `${host.load.toFixed(1)} on ${host.cores} cores`));
  rows.push(row(label('mem'), `${bytes(host.memoryUsed, 'compact')}/${bytes(host.memoryTotal, 'compact')}`));
  if (disk !== null) rows.push(row(label('disk'), `${bytes(disk.free, 'compact')} free`));
  const title = gpus[0] === undefined ? row() : untrustedRow(gpus[0].name, 'dim');
  return { title, rows: scrolled(rows, state.scroll.machine ?? 0, height), length: rows.length };
};

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
