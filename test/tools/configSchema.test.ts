import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configSchema } from '../../tools/configSchema.ts';
import packageJson from '../../package.json' with { type: 'json' };

test('config.schema.json says of every setting what the program knows of it (node tools/configSchema.ts writes it anew)', () => {
  expect(JSON.parse(readFileSync('config.schema.json', 'utf8'))).toEqual(configSchema());
});

test('config.schema.json is published with the package', () => {
  expect(packageJson.files).toContain('config.schema.json');
});
