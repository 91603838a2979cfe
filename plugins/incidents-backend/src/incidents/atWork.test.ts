import { Database } from '../platform/database';
import { eachDatabase, openDatabase } from '../platform/testDatabase';
import { findAtWork } from './atWork';
import { insertIncident, NewIncidentRow } from './store';

const ana = { ref: 'user:default/ana', name: 'Ana' };
const ben = { ref: 'user:default/ben', name: 'Ben' };
const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute));

const acknowledged = (
  person: { ref: string; name: string },
  minute: number,
): NewIncidentRow => ({
  title: 'Checkout is down',
  description: '',
  entity_ref: 'component:default/checkout',
  entity_name: 'checkout',
  owner_ref: null,
  owner_name: null,
  system_ref: null,
  system_name: null,
  severity: 'SEV2',
  urgency: 'high',
  status: 'acknowledged',
  phase: 'investigating',
  customer_impact: 'unknown',
  unanswered: false,
  snoozed_until: null,
  held_reason: null,
  held_until: null,
  opened_at: at(minute),
  opened_by: '{}',
  acknowledged_at: at(minute),
  acknowledged_by: JSON.stringify({ kind: 'person', ...person }),
  resolved_at: null,
  resolved_by: null,
  recurrence_of: null,
  policy_name: 'P',
  trace: '[]',
  updated_at: at(minute),
  idempotency_key: null,
});

describe.each(eachDatabase())('who is at work, on %s', id => {
  let database: Database;
  const open = (person: typeof ana, minute: number) =>
    database.transaction(tx =>
      insertIncident(tx, acknowledged(person, minute), [person]),
    );

  beforeEach(async () => {
    database = await openDatabase(id);
  });

  it('finds everybody, also beside somebody who has a great many', async () => {
    for (let minute = 0; minute < 45; minute++) await open(ana, minute);
    const { id: ofBen } = await open(ben, 50);
    const asked = [ana, ben].map(({ ref }) => ({
      personRefs: [ref],
      acknowledgedBefore: at(55),
    }));
    const found = await findAtWork(database.knex, asked);
    expect(found.find(one => one.personRef === ben.ref)?.incidentId).toBe(
      ofBen,
    );
    const [first] = found.filter(one => one.personRef === ana.ref);
    expect(first.acknowledgedAt).toEqual(at(0));
  });

  it('leaves out what was acknowledged after the instant', async () => {
    await open(ana, 30);
    const asked = { personRefs: [ana.ref], acknowledgedBefore: at(20) };
    expect(await findAtWork(database.knex, [asked])).toEqual([]);
  });
});
