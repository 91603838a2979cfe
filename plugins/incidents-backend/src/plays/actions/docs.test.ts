import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PlayActionInfo } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { createActionsFixture } from './actionsFixture';
import { JsonSchema } from './roomActions';

jest.setTimeout(30_000);

eachDatabase();

const page = resolve(__dirname, '../../../../../docs/plays-actions.md');

/** `people`, `urgency?`: what an action takes, and what of it may be left out. */
const fieldsOf = ({ properties = {}, required = [] }: JsonSchema) =>
  Object.keys(properties)
    .map(name => `\`${name}${required.includes(name) ? '' : '?'}\``)
    .join(' ');

const rowOf = ({ id, description, input, output }: PlayActionInfo) =>
  `| \`${id}\` | ${description.replaceAll('|', '\\|')} | ${fieldsOf(input)} | ${fieldsOf(output).replaceAll('?', '')} |`;

/** A table whatever its columns are padded to. */
const unpadded = (table: string): string[] =>
  table
    .trim()
    .split('\n')
    .map(line => line.replace(/\s+/g, ' ').trim());

it('docs/plays-actions.md lists what is built in', async () => {
  const { actions } = await createActionsFixture(
    await openDatabase('SQLITE_3'),
  );
  const [, table] = readFileSync(page, 'utf8').split(
    /<!-- (?:from here|to here), .* -->/,
  );
  const rows = unpadded(table).slice(2);
  expect(rows).toEqual((await actions.list()).map(rowOf).flatMap(unpadded));
});
