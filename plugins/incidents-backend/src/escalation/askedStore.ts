import { SharedStatement } from '../platform/convoy';
import { Queryable, Tx } from '../platform/database';

interface AskedRow {
  incident_id: number;
  person_ref: string;
  acknowledged_at: Date | number | null;
}

const asked = (db: Queryable) => db<AskedRow>('escalation_asked');

/** Each of these people is asked to acknowledge, whoever else does; also those who have before. */
export async function askEach(
  tx: Tx,
  incidentId: number,
  personRefs: readonly string[],
): Promise<void> {
  if (personRefs.length === 0) return;
  await askedEach.run(
    tx,
    personRefs.map(ref => ({
      incident_id: incidentId,
      person_ref: ref,
      acknowledged_at: null,
    })),
  );
}

const askedEach = new SharedStatement<readonly AskedRow[], void>(
  async (db, all) => {
    await asked(db)
      .insert(all.flat())
      .onConflict(['incident_id', 'person_ref'])
      .merge();
    return all.map(() => {});
  },
);

/** Notes a person's acknowledgement; answers whether it was asked of them and outstanding. */
export async function noteAcknowledged(
  tx: Tx,
  incidentId: number,
  personRef: string,
  at: Date,
): Promise<boolean> {
  const noted = await asked(tx)
    .where({ incident_id: incidentId, person_ref: personRef })
    .whereNull('acknowledged_at')
    .update({ acknowledged_at: at });
  return noted > 0;
}

/** Whether a person was asked and has acknowledged since. */
export async function hasAcknowledged(
  db: Queryable,
  incidentId: number,
  personRef: string,
): Promise<boolean> {
  const row = await asked(db)
    .where({ incident_id: incidentId, person_ref: personRef })
    .first('acknowledged_at');
  return row !== undefined && row.acknowledged_at !== null;
}

/** Forgets who was asked: the incident is over. */
export async function forgetAsked(tx: Tx, incidentId: number): Promise<void> {
  await asked(tx).where({ incident_id: incidentId }).delete();
}
