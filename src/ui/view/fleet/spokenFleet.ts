import { counted } from '../../../words/count.ts';
import { harmless } from '../../../words/harmless.ts';
import { plainText } from '../../../words/terminal/row.ts';
import type { FleetView } from '../../state/fleet/fleetState.ts';
import { drawFleetLayer, fleetLayerTitle } from './layers.ts';
import { saidOfLine } from './linePane.ts';

/** Tells the list to a screen reader: what is open over it, else the line at the cursor in full. */
export function spokenFleet(view: FleetView): string[] {
  const { state } = view;
  const { members, needing, layer, lines, at, notice, typing } = state;
  const spoken = [`${counted(members.length, 'training')}, ${needing === 1 ? '1 needs' : `${needing} need`} you.`];
  if (notice !== null) spoken.push(notice);
  if (typing !== null) spoken.push(`Filter: ${typing}`);
  if (layer === null) {
    const line = lines[at];
    const name = line?.kind === 'member' ? `${line.member.name} on ${line.member.host}. ` : '';
    const said = saidOfLine(view, maxSpoken, 1).map(plainText).join(' ');
    if (line !== undefined) spoken.push(`${at + 1} of ${lines.length}: ${name}${said}`);
  } else {
    const { rows } = drawFleetLayer(view, layer, spokenWidth, maxSpoken);
    spoken.push(`${fleetLayerTitle(view, layer)}:`, ...rows.map((cells) => plainText(cells).trimEnd()));
  }
  return spoken.filter((text) => text !== '').map(harmless);
}

/** Cells of a line of a dialog, and the most of one that is said. */
const spokenWidth = 100;
const maxSpoken = 1000;
