import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { readConfig } from './config';
import { Database } from './database';
import { claimDatabase, Settings } from './settings';
import { eachDatabase, openDatabase } from './testDatabase';

const configOf = (incidents: unknown, more: object = {}) =>
  mockServices.rootConfig({
    data: {
      app: { baseUrl: 'http://localhost:3000/' },
      backend: { baseUrl: 'http://localhost:7007' },
      incidents,
      ...more,
    },
  } as Parameters<typeof mockServices.rootConfig>[0]);

describe('starting', () => {
  it('bad input: MySQL is refused, naming what Muster runs on', async () => {
    const mysql = { client: { config: { client: 'mysql2' } } };
    await expect(
      Database.open({ getClient: async () => mysql as unknown as Knex }),
    ).rejects.toThrow(
      /PostgreSQL or SQLite.*mysql2.*backend\.database\.client/s,
    );
  });

  it('bad input: every faulty key of incidents: is named', () => {
    expect(() =>
      readConfig(
        configOf({ catchAll: 'watch', pageFrom: 'SEV7', keys: ['short'] }),
      ),
    ).toThrow(/incidents\.catchAll.*incidents\.pageFrom.*incidents\.keys\.0/s);
  });

  it('takes one ref or several, and makes them full', () => {
    const { catchAll, admins, publicUrl } = readConfig(
      configOf({ catchAll: 'Group:watch', admins: ['group:a', 'group:b'] }),
    );
    expect(catchAll).toEqual(['group:default/watch']);
    expect(admins).toEqual(['group:default/a', 'group:default/b']);
    expect(publicUrl).toBe('http://localhost:7007/api/incidents/public');
  });
});

describe('who administers a portal under development that names no admins', () => {
  const { NODE_ENV } = process.env;
  afterEach(() => {
    Object.assign(process.env, { NODE_ENV });
  });
  const guestOf = (guest: object | undefined, environment = 'development') => {
    Object.assign(process.env, { NODE_ENV: environment });
    const more = guest && { auth: { providers: { guest } } };
    return readConfig(configOf(undefined, more));
  };

  it('is whom the guest provider signs in', () => {
    const found = guestOf({});
    expect(found.admins).toEqual(['user:development/guest']);
    expect(found.guestAdministers).toBe(true);
    expect(guestOf({ userEntityRef: 'user:default/Guest' }).admins).toEqual([
      'user:default/guest',
    ]);
  });

  it('is nobody in production, and nobody without that provider', () => {
    const dangerous = { dangerouslyAllowOutsideDevelopment: true };
    expect(guestOf(dangerous, 'production').admins).toEqual([]);
    expect(guestOf(undefined).admins).toEqual([]);
  });

  it('is nobody but the configured ones where there are any', () => {
    Object.assign(process.env, { NODE_ENV: 'development' });
    const found = readConfig(
      configOf({ admins: 'group:a' }, { auth: { providers: { guest: {} } } }),
    );
    expect(found.admins).toEqual(['group:default/a']);
    expect(found.guestAdministers).toBe(false);
  });
});

describe.each(eachDatabase())('whose database it is, on %s', id => {
  it('bad input: a demo does not start on a database that a portal has used', async () => {
    const settings = new Settings(await openDatabase(id));
    await claimDatabase(settings, false);
    await expect(claimDatabase(settings, true)).rejects.toThrow(
      /remove incidents\.demo/,
    );
  });

  it('lets a demo go on with its own', async () => {
    const settings = new Settings(await openDatabase(id));
    await claimDatabase(settings, true);
    await claimDatabase(settings, true);
  });

  it('takes every migration down and up again', async () => {
    const { knex } = await openDatabase(id);
    const tables = async () =>
      (await knex.migrate.list({ directory: migrations }))[0].length;
    const migrations = `${__dirname}/../../migrations`;
    const all = await tables();
    await knex.migrate.rollback({ directory: migrations }, true);
    expect(await tables()).toBe(0);
    await knex.migrate.latest({ directory: migrations });
    expect(await tables()).toBe(all);
  });
});
