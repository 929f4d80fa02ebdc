import { maskedCrc32c } from './crc32c.ts';
import { type Field, fieldsOf, floatsOf } from './protobuf.ts';
import { type Hyperparameter, hyperparametersIn } from './tensorboard/hyperparameters.ts';

/** One number of a TensorBoard event file. */
export interface Scalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
  /** When it was written, in epoch seconds. */
  readonly time: number;
}

export interface EventFileReader {
  /** Takes more of the file; the bytes may be cut anywhere. */
  readonly push: (bytes: Buffer) => void;
  /** Records that were thrown away because their checksum was wrong. After a wrong length nothing more can be read. */
  readonly damaged: () => number;
}

/**
 * Reads a TensorBoard event file (`events.out.tfevents...`) as it grows: both forms of a scalar, PyTorch's
 * `simple_value` and TensorFlow 2's tensor. A record that is not complete yet waits for the rest. Framing: length
 * (u64), masked CRC-32C of it, payload, masked CRC-32C of that. Source: tensorflow/core/lib/io/record_writer.h,
 * tensorflow/core/util/event.proto.
 */
export function createEventFileReader(
  onScalar: (scalar: Scalar) => void,
  onHyperparameters?: (values: readonly Hyperparameter[]) => void,
): EventFileReader {
  let rest = Buffer.alloc(0);
  let damaged = 0;
  let lost = false;
  return {
    push(bytes) {
      if (lost) return;
      rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
      let position = 0;
      while (rest.length - position >= headerBytes) {
        const header = rest.subarray(position, position + 8);
        const length = rest.readBigUInt64LE(position);
        if (maskedCrc32c(header) !== rest.readUInt32LE(position + 8) || length > BigInt(maxRecordLength)) {
          lost = true;
          damaged++;
          break;
        }
        const end = position + headerBytes + Number(length);
        if (rest.length < end + footerBytes) break;
        const payload = rest.subarray(position + headerBytes, end);
        if (maskedCrc32c(payload) === rest.readUInt32LE(end)) readEvent(payload, onScalar, onHyperparameters);
        else damaged++;
        position = end + footerBytes;
      }
      rest = lost ? Buffer.alloc(0) : rest.subarray(position);
    },
    damaged: () => damaged,
  };
}

/**
 * What an event file begins with: the length of its first record, `brain.Event:2`, is in its first 8 bytes, so its
 * checksum tells.
 */
export function isEventFile(start: Buffer): boolean {
  return start.length >= headerBytes && maskedCrc32c(start.subarray(0, 8)) === start.readUInt32LE(8);
}

/**
 * Whether these first bytes leave it open: the high bytes of a first record's length are 0, which no text begins with.
 */
export function mayBeEventFile(start: Buffer): boolean {
  return start.length < headerBytes && start.subarray(2, 8).every((byte) => byte === 0);
}

const headerBytes = 12;
const footerBytes = 4;
/** An image or a graph may be large; a record larger than this is no record but a damaged length. */
const maxRecordLength = 256 * 1024 * 1024;

function readEvent(
  payload: Buffer,
  onScalar: (scalar: Scalar) => void,
  onHyperparameters?: (values: readonly Hyperparameter[]) => void,
): void {
  let time = 0;
  let step = 0;
  const values: Buffer[] = [];
  for (const field of fieldsOf(payload)) {
    if (field.number === 1 && field.kind === 'fixed64') time = field.bytes.readDoubleLE();
    else if (field.number === 2 && field.kind === 'varint') step = Number(BigInt.asIntN(64, field.value));
    else if (field.number === 5 && field.kind === 'bytes') values.push(...summaryValues(field.bytes));
  }
  for (const bytes of values) {
    const value = readValue(bytes);
    if (value !== null) onScalar({ ...value, step, time });
    else if (onHyperparameters !== undefined) {
      const hyperparameters = hyperparametersIn(bytes);
      if (hyperparameters.length > 0) onHyperparameters(hyperparameters);
    }
  }
}

function summaryValues(summary: Buffer): Buffer[] {
  return [...fieldsOf(summary)]
    .filter((field) => field.number === 1 && field.kind === 'bytes')
    .map(({ bytes }) => bytes);
}

function readValue(bytes: Buffer): { tag: string; value: number } | null {
  let tag: string | null = null;
  let value: number | null = null;
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1 && field.kind === 'bytes') tag = field.bytes.toString('utf8');
    else if (field.number === 2 && field.kind === 'fixed32') value = field.bytes.readFloatLE();
    else if (field.number === 8 && field.kind === 'bytes') value = tensorScalar(field.bytes);
  }
  return tag === null || value === null ? null : { tag, value };
}

/** The number in a tensor of one float or double (dtype 1 or 2); null for anything larger or of another type. */
function tensorScalar(tensor: Buffer): number | null {
  const fields: Field[] = [...fieldsOf(tensor)];
  const type = fields.find((field) => field.number === 1 && field.kind === 'varint')?.value ?? 0n;
  const content = fields.find((field) => field.number === 4 && field.kind === 'bytes')?.bytes;
  if (type === 1n) {
    if (content?.length === 4) return content.readFloatLE();
    const floats = floatsOf(fields, 5, 4);
    return floats.length === 1 ? floats[0]! : null;
  }
  if (type === 2n) {
    if (content?.length === 8) return content.readDoubleLE();
    const doubles = floatsOf(fields, 6, 8);
    return doubles.length === 1 ? doubles[0]! : null;
  }
  return null;
}
