import type { JpegFrame, JpegScan } from './jpegSegments.ts';
import { jpegSharpness } from './sharpness.ts';
import { ImageError } from './image.ts';

/** How the blocks of 8 x 8 pixels of the first component lie in a scan. */
export interface BlockGrid {
  /** The sides of the image in blocks: of the last ones only a part may be in it. */
  readonly width: number;
  readonly height: number;
  /** Blocks from one row to the next: the last ones of a row may lie beyond the image. */
  readonly stride: number;
  /** Blocks of the first component in a unit of the scan, and units in a row. */
  readonly across: number;
  readonly down: number;
  readonly unitsAcross: number;
  readonly unitsDown: number;
  readonly parts: readonly Part[];
  /** What a DC coefficient is to be multiplied with for the mean of its block. */
  readonly scale: number;
}

/** The blocks of a scan; null where it lacks what is needed to decode them. Source: ITU-T T.81, A.1 and A.2. */
export function gridOf(frame: JpegFrame, scan: JpegScan): BlockGrid | null {
  const parts = partsOf(scan, frame);
  const first = parts?.[0];
  if (parts === null || first === undefined || first.scale === 0 || first.component !== frame.components[0])
    return null;
  const maxAcross = Math.max(...frame.components.map(({ across }) => across));
  const maxDown = Math.max(...frame.components.map(({ down }) => down));
  const width = (frame.width * first.component.across) / (8 * maxAcross);
  const height = (frame.height * first.component.down) / (8 * maxDown);
  // A scan of one component counts its own blocks; one of several counts units of all of them (T.81, A.2).
  const alone = parts.length === 1;
  const across = alone ? 1 : first.component.across;
  const unitsAcross = alone ? Math.ceil(width) : Math.ceil(frame.width / (8 * maxAcross));
  return {
    width,
    height,
    stride: unitsAcross * across,
    across,
    down: alone ? 1 : first.component.down,
    unitsAcross,
    unitsDown: alone ? Math.ceil(height) : Math.ceil(frame.height / (8 * maxDown)),
    parts,
    scale: first.scale,
  };
}

/** What the DC coefficients of a scan say. */
export interface BlockMeans {
  /** The mean grey value of every block of the first component. */
  readonly values: Uint8Array;
  /** How far the mean of any block of the other components is from its middle, in their values 0..255. */
  readonly colour: number;
  /** As `jpegSharpness` has it; null where the scan has no other coefficients. */
  readonly sharpness: number | null;
}

/**
 * The mean grey value of every block of the first component, in the top rows of blocks: its DC coefficient. Everything
 * else is only read over. Throws `ImageError` when the data is damaged. Source: ITU-T T.81, F.2.2 (sequential) and G.2
 * (progressive).
 */
export function decodeMeans(
  bytes: Buffer,
  scan: JpegScan,
  frame: JpegFrame,
  grid: BlockGrid,
  rows: number,
): BlockMeans {
  const { parts, unitsAcross, across, down, stride, scale } = grid;
  const [first] = parts;
  const units = unitsAcross * Math.min(grid.unitsDown, Math.ceil(rows / down));
  const values = new Uint8Array((stride * units * down) / unitsAcross);
  // One part of a unit for each of its blocks.
  const blocks = parts.flatMap((part) =>
    Array<Part>(parts.length === 1 ? 1 : part.component.across * part.component.down).fill(part),
  );

  // Everything is in this one loop, with the bit reader in its local variables: it sees every byte of every image.
  let at = scan.start;
  let held = 0;
  let count = 0;
  let beyond = 0;
  let colour = 0;
  const reaches = new Uint32Array(65);
  for (let unit = 0; unit < units; unit++) {
    if (frame.restart > 0 && unit > 0 && unit % frame.restart === 0) {
      at = afterRestart(bytes, at);
      held = 0;
      count = 0;
      for (const part of parts) part.last = 0;
    }
    for (let block = 0; block < blocks.length; block++) {
      const part = blocks[block]!;
      const { dc, ac } = part;
      // The DC coefficient and, where the scan has them, the up to 63 AC ones.
      let index = 0;
      while (index < 64) {
        while (count <= 24) {
          let byte = bytes[at]!;
          if (byte === 0xff) {
            if (bytes[at + 1] === 0) at += 2;
            else {
              // Zeros stand in for what is missing at the end of the last block.
              byte = 0;
              if (++beyond > maxBeyond) throw new ImageError('truncated', 'its pixels end too early');
            }
          } else at++;
          held = (held << 8) | byte;
          count += 8;
        }
        const next = (held >>> (count - 16)) & 0xffff;
        const entry = index === 0 ? dc[next]! : ac![next]!;
        if (entry < 0) throw new ImageError('unreadable', 'its pixels are damaged (no such code)');
        if (index === 0) {
          const size = entry >> 6;
          count -= entry & 63;
          if (size > 0) {
            // A code of 16 bits and a coefficient of 11 fit into what is held at its fullest only.
            while (count < size) {
              const byte = bytes[at]!;
              at += byte === 0xff ? 2 : 1;
              held = (held << 8) | byte;
              count += 8;
            }
            count -= size;
            part.last += signed((held >>> count) & ((1 << size) - 1), size);
          }
          if (ac === null) break;
          index = 1;
          continue;
        }
        index += entry >> 6;
        count -= entry & 63;
        while (count < 0) {
          const byte = bytes[at]!;
          at += byte === 0xff ? 2 : 1;
          held = (held << 8) | byte;
          count += 8;
        }
      }
      if (part !== first) {
        const far = part.last < 0 ? -part.last * part.scale : part.last * part.scale;
        if (far > colour) colour = far;
        continue;
      }
      // An end of block went on 64 beyond the last coefficient.
      reaches[index > 64 ? index - 64 : 64]!++;
      const x = (unit % unitsAcross) * across + (block % across);
      const y = Math.floor(unit / unitsAcross) * down + Math.floor(block / across);
      values[y * stride + x] = Math.min(255, Math.max(0, part.last * scale + 128));
    }
  }
  return { values, colour, sharpness: first!.ac === null ? null : jpegSharpness(reaches, scale * 8) };
}

/** Bytes that may be missing at the end of the last block. */
const maxBeyond = 64;

interface Part {
  readonly component: JpegFrame['components'][number];
  readonly dc: Int16Array;
  /** Null where blocks have DC coefficients only. */
  readonly ac: Int16Array | null;
  /** DC coefficients are told as differences from the last one. */
  last: number;
  /** What a DC coefficient is to be multiplied with. */
  readonly scale: number;
}

function partsOf(scan: JpegScan, frame: JpegFrame): Part[] | null {
  const parts: Part[] = [];
  for (const { id, dc, ac } of scan.components) {
    const component = frame.components.find((each) => each.id === id);
    const dcTable = frame.tables.get(dc);
    const acTable = frame.tables.get(16 + ac);
    if (component === undefined || dcTable === undefined || (scan.sequential && acTable === undefined)) return null;
    parts.push({
      component,
      dc: unfolded(dcTable, 'dc'),
      ac: scan.sequential ? unfolded(acTable!, 'ac') : null,
      last: 0,
      scale: ((frame.quantisers.get(component.quantiser) ?? 0) * 2 ** scan.shift) / 8,
    });
  }
  return parts;
}

function afterRestart(bytes: Buffer, from: number): number {
  let at = from;
  while (at + 1 < bytes.length && !(bytes[at] === 0xff && bytes[at + 1]! >= 0xd0 && bytes[at + 1]! <= 0xd7)) at++;
  return at + 2;
}

/** A number of so many bits, with the sign that T.81 gives it (F.2.2.1, EXTEND). */
function signed(value: number, size: number): number {
  return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}

/**
 * A Huffman table by the next 16 bits, -1 where no code begins so. For DC: bits of the coefficient x 64 + length of the
 * code. For AC, whose values nobody needs: coefficients to go on x 64 + length of code and value together (an end of
 * block goes on beyond the last).
 */
function unfolded(table: Buffer, kind: 'dc' | 'ac'): Int16Array {
  const key = kind + table.toString('latin1');
  const known = unfoldedTables.get(key);
  if (known !== undefined) return known;
  const out = new Int16Array(65_536).fill(-1);
  let code = 0;
  let place = 16;
  for (let length = 1; length <= 16; length++) {
    for (let count = 0; count < table[length - 1]!; count++, place++, code++) {
      const from = code << (16 - length);
      out.fill(entryOf(table[place]!, length, kind), from, from + (1 << (16 - length)));
    }
    code <<= 1;
  }
  if (unfoldedTables.size >= maxTables) unfoldedTables.clear();
  unfoldedTables.set(key, out);
  return out;
}

function entryOf(symbol: number, length: number, kind: 'dc' | 'ac'): number {
  if (kind === 'dc') return Math.min(symbol, 16) * 64 + length;
  const size = symbol & 15;
  if (size === 0) return (symbol === 0xf0 ? 16 : 64) * 64 + length;
  return ((symbol >> 4) + 1) * 64 + length + size;
}

/**
 * Nearly all images of a data set share their tables, which are dear to unfold; optimised ones have their own, so this
 * is bounded.
 */
const unfoldedTables = new Map<string, Int16Array>();
const maxTables = 16;
