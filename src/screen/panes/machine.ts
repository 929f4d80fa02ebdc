import { sparkline } from '../charts/plots.ts';
import { fixedScale } from '../charts/scale.ts';
import type { GpuReading } from '../machine.ts';
import { bytes } from '../text/format.ts';
import { foreignRow, row, type Row, span } from '../text/row.ts';
import { type PaneDraw, scrolled } from './pane.ts';

/** The GPUs with what they did in the last while, and the machine around them. */
export const drawMachine: PaneDraw = ({ machine, characters }, state, width, height) => {
  if (machine === null) return { title: row(), rows: [], length: 0 };
  const { gpus, processor, memory, disk } = machine.reading;
  const rows: Row[] = gpus.flatMap((gpu, index): Row[] => {
    const busy = Float64Array.from((machine.busy[index] ?? []).slice(-Math.max(1, width - 5)));
    const line = sparkline(busy, fixedScale(0, 1, []), characters);
    return [row(`GPU${index} `, span(gpuText(gpu), 'strong')), row('     ', span(line, 'map'))];
  });
  if (processor !== null) rows.push(row(`CPU  ${share(processor)}`));
  if (memory !== null) rows.push(row(`mem  ${bytes(memory.used)}/${bytes(memory.total)}`));
  if (disk !== null) rows.push(row(`disk ${bytes(disk.free)} free`));
  if (gpus.length === 0) rows.push(row(span('no GPU found', 'dim')));
  const name = gpus[0] === undefined ? row() : foreignRow(gpus[0].name, 'dim');
  return { title: name, rows: scrolled(rows, state.scroll.machine ?? 0, height), length: rows.length };
};

/** `97% 10.2/24G 71C 212W`: what is not told is left out. */
function gpuText({ utilisation, memory, temperature, watts }: GpuReading): string {
  const pieces = [
    utilisation === null ? null : share(utilisation),
    memory === null ? null : `${bytes(memory.used)}/${bytes(memory.total)}`,
    temperature === null ? null : `${Math.round(temperature)}C`,
    watts === null ? null : `${Math.round(watts)}W`,
  ];
  return pieces.filter((piece) => piece !== null).join(' ');
}

function share(value: number): string {
  return `${Math.round(value * 100)}%`.padStart(4);
}
