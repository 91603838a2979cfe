import { contract } from '@muster/backstage-plugin-incidents-common';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { StartedIncidents, startIncidents } from '../testing/startIncidents';

jest.setTimeout(60_000);

const api = contract.postmortems;

describe.each(eachDatabase())('the history of small changes on %s', id => {
  let muster: StartedIncidents;
  let params: { id: string };

  beforeAll(async () => {
    const { knex } = await openDatabase(id);
    muster = await startIncidents({ knex });
  });
  afterAll(() => muster.stop());
  beforeEach(async () => {
    const { name } = await ana().call(contract.incidents.create, {
      body: {
        entityRef: 'component:default/checkout',
        title: 'Payments fail',
        severity: 'SEV4',
      },
    });
    const incident = { params: { id: name } };
    for (const text of ['Errors', 'Rolled back', 'Over']) {
      await ana().call(contract.incidents.note, {
        ...incident,
        body: { text },
      });
    }
    await ana().call(contract.incidents.resolve, incident);
    const opened = await ana().call(api.open, { body: { incidentId: name } });
    params = { id: opened.name };
  });

  const ana = () => muster.as('ana');
  /** What happened since it was begun, oldest first. */
  const history = async () => {
    const lines = (await ana().call(api.get, { params })).history;
    return lines
      .map(({ text }) => text)
      .reverse()
      .slice(1);
  };
  /** What people wrote while it went on. */
  const notes = async () => {
    const { items } = await ana().call(api.timeline, { params });
    return items.filter(({ source }) => source.type === 'note');
  };
  const edit = (entryId: string, body: object, name = 'ana') =>
    muster
      .as(name)
      .call(api.editEntry, { params: { ...params, entryId }, body });

  it('says what was done to the timeline, in one line until somebody else comes or time goes by', async () => {
    const [first, second, third] = await notes();
    await edit(first.id, { hidden: true });
    expect(await history()).toEqual([
      'Ana Ruiz changed the timeline: hid an entry',
    ]);
    muster.clock.advanceMinutes(9);
    await edit(second.id, { hidden: true });
    await edit(second.id, { hidden: true });
    await edit(third.id, { text: 'It was over', moment: 'mitigated' });
    expect(await history()).toEqual([
      'Ana Ruiz changed the timeline: hid entries, reworded an entry, set when it was mitigated',
    ]);
    await edit(second.id, { hidden: false }, 'ben');
    muster.clock.advanceMinutes(11);
    const { id: merged } = await ana().call(api.mergeEntries, {
      params,
      body: { entries: [first.id, second.id], text: 'Both' },
    });
    muster.clock.advanceMinutes(11);
    await ana().call(api.removeEntry, {
      params: { ...params, entryId: merged },
    });
    await edit(third.id, { moment: null });
    expect((await history()).slice(1)).toEqual([
      'Ben Okafor changed the timeline: showed an entry again',
      'Ana Ruiz changed the timeline: merged entries',
      'Ana Ruiz changed the timeline: split a merged entry, took a key moment away',
    ]);
  });

  it('says what was done to the whys, and nothing of what changed nothing', async () => {
    const { tree } = await ana().call(api.addFactor, {
      params,
      body: { text: 'The pool was empty' },
    });
    const at = { ...params, nodeId: tree[0].id };
    const change = (version: number, body: object) =>
      ana().call(api.editFactor, { params: at, body: { version, ...body } });
    await change(1, { text: 'The pool was empty' });
    await change(2, { factor: 'Pool too small' });
    await ana().call(api.addFactor, {
      params,
      body: { text: 'Nobody looked', parentId: at.nodeId },
    });
    await ana().call(api.addEntry, {
      params,
      body: { at: '2026-03-02T07:00:00Z', text: 'Somebody noticed' },
    });
    await ana().call(api.removeFactor, { params: at });
    expect(await history()).toEqual([
      'Ana Ruiz changed the whys: answered whys, named a factor',
      'Ana Ruiz changed the timeline: added an entry by hand',
      'Ana Ruiz changed the whys: removed answers',
    ]);
  });
});
