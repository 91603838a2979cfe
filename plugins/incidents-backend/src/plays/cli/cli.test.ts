import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eachDatabase, openDatabase } from '../../platform/testDatabase';
import { createActionsFixture } from '../actions/actionsFixture';
import { library } from '../trials/library';
import { checkFile, readActions } from './checkFiles';

jest.setTimeout(30_000);

eachDatabase();

const file = join(__dirname, 'builtInActions.json');

// To write it anew: MUSTER_WRITE_ACTIONS=1 bin/yarn workspace @muster/backstage-plugin-incidents-backend test src/plays/cli
it('builtInActions.json is what is built in', async () => {
  const { actions } = await createActionsFixture(
    await openDatabase('SQLITE_3'),
  );
  const items = (await actions.list()).filter(
    ({ source }) => source === 'Muster',
  );
  if (process.env.MUSTER_WRITE_ACTIONS) {
    writeFileSync(file, `${JSON.stringify({ items }, null, 2)}\n`);
  }
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify({ items })),
  );
});

describe('bin/yarn plays check', () => {
  const check = (source: string, isComplete = false) =>
    checkFile('play.yaml', source, readActions(), isComplete);
  const play = (action: string) =>
    `name: A\nownerRef: group:sre\nsteps:\n  - { id: one, action: ${action}, with: { x: 1 } }\n`;

  it('knows what is built in', () => {
    for (const { source } of library) expect(check(source).faults).toEqual([]);
    expect(check(play('page.people')).faults).toEqual([
      expect.objectContaining({ line: 4, path: 'steps[0].with.people' }),
      expect.objectContaining({ line: 4, path: 'steps[0].with.x' }),
    ]);
    expect(check(play('page.peple')).faults).toEqual([
      expect.objectContaining({
        line: 4,
        column: 24,
        message: expect.stringContaining('did you mean page.people?'),
      }),
    ]);
  });

  it('finds no fault in what docs/plays.md shows', () => {
    const page = readFileSync(
      join(__dirname, '../../../../../docs/plays.md'),
      'utf8',
    );
    const plays = [...page.matchAll(/^```yaml\n(name:.*?)^```/gms)];
    const [[, expressions]] = [...page.matchAll(/^```cel\n(.*?)^```/gms)];
    const conditions = expressions
      .trim()
      .split('\n')
      .map(line => line.replace(/\s+\/\/ .*$/, ''))
      .map(
        when =>
          `name: A\nownerRef: group:sre\nwhen: ${JSON.stringify(when)}\nsteps: [{ id: a, stop: { because: x } }]`,
      );
    const sources = [...plays.map(([, source]) => source), ...conditions];
    expect(sources.length).toBeGreaterThan(6);
    for (const source of sources) {
      expect([source, check(source).faults]).toEqual([source, []]);
    }
  });

  it('leaves the actions of modules alone, unless it is told all that there are', () => {
    expect(check(play('deployer.roll-back'))).toMatchObject({
      faults: [],
      unknownActions: ['deployer.roll-back@1'],
    });
    expect(check(play('deployer.roll-back'), true).faults).toEqual([
      expect.objectContaining({ path: 'steps[0].action' }),
    ]);
  });
});
