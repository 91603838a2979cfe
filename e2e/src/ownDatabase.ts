import { randomUUID } from 'node:crypto';
import Knex from 'knex';

/** A database that one portal has to itself. */
export interface OwnDatabase {
  readonly url: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * Makes an empty database on a PostgreSQL server, so that journeys do not see each other's incidents.
 *
 * @param serverUrl - of a user who may create databases
 */
export async function ownDatabase(serverUrl: string): Promise<OwnDatabase> {
  const name = `muster_e2e_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, 'create database ??', name);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(serverUrl, 'drop database ?? with (force)', name),
  };
}

async function onServer(url: string, statement: string, name: string) {
  const server = Knex({ client: 'pg', connection: url });
  try {
    await server.raw(statement, [name]);
  } finally {
    await server.destroy();
  }
}
