import { fieldsOf } from '../protobuf.ts';

/** A setting of a training by its name, as `hparams` keeps it. */
export type Hyperparameter = readonly [name: string, value: string];

/**
 * The hyperparameters in a value of a summary; empty for any other value. Source:
 * tensorboard/compat/proto/summary.proto, tensorboard/plugins/hparams/plugin_data.proto.
 */
export function hyperparametersIn(value: Buffer): readonly Hyperparameter[] {
  if (part(value, 1)?.toString('utf8') !== '_hparams_/session_start_info') return [];
  const content = [9, 1, 2, 3].reduce<Buffer | null>(
    (bytes, number) => (bytes === null ? null : part(bytes, number)),
    value,
  );
  if (content === null) return [];
  return [...fieldsOf(content)]
    .filter(({ number, kind }) => number === 1 && kind === 'bytes')
    .flatMap(({ bytes }): Hyperparameter[] => {
      const name = part(bytes, 1)?.toString('utf8');
      const text = textOf(part(bytes, 2));
      return name === undefined || text === null ? [] : [[name, text]];
    });
}

/** `google.protobuf.Value`: a number, a text or a truth. */
function textOf(value: Buffer | null): string | null {
  for (const { number, kind, bytes, value: varint } of fieldsOf(value ?? Buffer.alloc(0))) {
    if (number === 2 && kind === 'fixed64') return String(bytes.readDoubleLE());
    if (number === 3 && kind === 'bytes') return bytes.toString('utf8');
    if (number === 4 && kind === 'varint') return varint === 1n ? 'True' : 'False';
  }
  return null;
}

function part(message: Buffer, number: number): Buffer | null {
  for (const field of fieldsOf(message)) if (field.number === number && field.kind === 'bytes') return field.bytes;
  return null;
}
