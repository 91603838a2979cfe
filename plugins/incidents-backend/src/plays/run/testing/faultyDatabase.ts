import { Database, Tx } from '../../../platform/database';

/** What a process that was killed would have said, had it lived. */
export class Death extends Error {}

/** When the process that runs a transaction dies: not at all, before it is committed, or just after. */
export type Fate = 'lives' | 'dies before' | 'dies after';

/** A database in whose transactions processes die, as `fateOf` says. */
export function faultyDatabase(
  database: Database,
  fateOf: () => Fate,
): Database {
  const transaction = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const fate = fateOf();
    const result = await database.transaction(async tx => {
      const done = await work(tx);
      if (fate === 'dies before') throw new Death('before its commit');
      return done;
    });
    if (fate === 'dies after') throw new Death('after its commit');
    return result;
  };
  return new Proxy(database, {
    get: (target, name) => {
      if (name === 'transaction') return transaction;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
