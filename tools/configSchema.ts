import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { settings, settingsSchema } from '../src/cli/configuration/settings.ts';

/** A JSON schema, or a part of one: https://json-schema.org/draft-07 */
type JsonSchema = Readonly<Record<string, unknown>>;

/** What is looked at of a schema of valibot, or of a step behind one; each kind has some of it. */
interface Node {
  readonly type: string;
  readonly pipe?: readonly Node[];
  readonly entries?: Readonly<Record<string, Node>>;
  readonly wrapped?: Node;
  readonly item?: Node;
  readonly key?: Node;
  readonly value?: Node;
  readonly options?: readonly (string | Node)[];
  readonly description?: string;
  readonly requirement?: unknown;
}

/**
 * What `config.schema.json` holds: run this script after a setting has changed. Editors complete and check a config
 * file with it.
 */
export function configSchema(): JsonSchema {
  const personal = settings.filter(({ isPersonal }) => isPersonal).map(({ name }) => `\`${name}\``);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Plateau',
    description: `Settings of Plateau: ~/.config/plateau/config.json and, in the working directory of a training, plateau.config.json, which may not have ${personal.join(', ')}.`,
    ...schemaOf(settingsSchema),
  };
}

/** Throws for a kind of schema that no setting has had before. */
function schemaOf(node: Node): JsonSchema {
  const [schema, ...steps] = node.pipe ?? [];
  return schema === undefined ? plainSchema(node) : Object.assign(schemaOf(schema), ...steps.map(refinement));
}

function plainSchema({ type, entries, wrapped, item, key, value, options }: Node): JsonSchema {
  if (entries !== undefined) {
    const properties = Object.entries(entries).map(([name, entry]) => [name, schemaOf(entry)]);
    return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
  }
  if (wrapped !== undefined) return schemaOf(wrapped);
  if (item !== undefined) return { type, items: schemaOf(item) };
  if (key !== undefined && value !== undefined) {
    return { type: 'object', propertyNames: schemaOf(key), additionalProperties: schemaOf(value) };
  }
  if (type === 'picklist') return { enum: options };
  if (type === 'union') return { type: options?.map((each) => (typeof each === 'string' ? each : each.type)) };
  if (type === 'string' || type === 'number') return { type };
  throw new Error(`A schema of the kind ${type} cannot be written as JSON schema yet.`);
}

/** What a step after the schema itself adds. What only code can check is left to the program. */
function refinement({ type, description, requirement }: Node): JsonSchema {
  if (type === 'description') return { description };
  if (type === 'integer') return { type };
  if (type === 'min_value') return { minimum: requirement };
  if (type === 'regex' && requirement instanceof RegExp) return { pattern: requirement.source };
  if (type === 'check') return {};
  throw new Error(`A step of the kind ${type} cannot be written as JSON schema yet.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync('config.schema.json', `${JSON.stringify(configSchema(), null, 2)}\n`);
}
