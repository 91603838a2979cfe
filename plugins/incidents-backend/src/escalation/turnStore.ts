import { SharedStatement } from '../platform/convoy';
import { Queryable, Tx } from '../platform/database';

/** How many incidents of this owner have used the implicit policy. */
export async function turnsTaken(
  db: Queryable,
  ownerRef: string,
): Promise<number> {
  const row = await db('escalation_turns')
    .where({ owner_ref: ownerRef })
    .first('taken');
  return Number(row?.taken ?? 0);
}

/** As `turnsTaken`, of every owner. */
export async function allTurnsTaken(
  db: Queryable,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db('escalation_turns').select('owner_ref', 'taken');
  return new Map(rows.map(row => [row.owner_ref, Number(row.taken)]));
}

const turns = new SharedStatement<string, void>(async (db, owners) => {
  await db('escalation_turns')
    .insert(
      // In an order, since each row is locked: two transactions must not wait for each other.
      [...countsOf(owners)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([owner, taken]) => ({ owner_ref: owner, taken })),
    )
    .onConflict('owner_ref')
    .merge({ taken: db.raw('escalation_turns.taken + excluded.taken') });
  return owners.map(() => {});
}, 3);

/** Counts one more. */
export const takeTurn = (tx: Tx, ownerRef: string): Promise<void> =>
  turns.run(tx, ownerRef);

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** How often a step (0 the first) of a policy has paged somebody in turn. */
export async function stepTurnsTaken(
  db: Queryable,
  policyId: string,
  step: number,
): Promise<number> {
  const row = await db('escalation_step_turns')
    .where({ policy_id: policyId, step })
    .first('taken');
  return Number(row?.taken ?? 0);
}

/** As `stepTurnsTaken`, of all: by id of the policy, a space and the step. */
export async function allStepTurnsTaken(
  db: Queryable,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db('escalation_step_turns').select();
  return new Map(
    rows.map(row => [`${row.policy_id} ${row.step}`, Number(row.taken)]),
  );
}

/** Counts one more. */
export const takeStepTurn = (
  tx: Tx,
  policyId: string,
  step: number,
): Promise<void> => stepTurns.run(tx, { policyId, step });

const stepTurns = new SharedStatement<
  { readonly policyId: string; readonly step: number },
  void
>(async (db, taken) => {
  const nameOf = (one: (typeof taken)[number]) => `${one.policyId} ${one.step}`;
  const counts = countsOf(taken.map(nameOf));
  const distinct = new Map(taken.map(one => [nameOf(one), one]));
  await db('escalation_step_turns')
    .insert(
      [...distinct]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { policyId, step }]) => ({
          policy_id: policyId,
          step,
          taken: counts.get(name) ?? 0,
        })),
    )
    .onConflict(['policy_id', 'step'])
    .merge({ taken: db.raw('escalation_step_turns.taken + excluded.taken') });
  return taken.map(() => {});
}, 1);
