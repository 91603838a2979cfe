// The database that MUSTER_DATABASE_URL names: what is wrong with it, in words.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { root } from '../children.mjs';
import { Refusal } from '../say.mjs';

const example = 'postgres://muster:secret@localhost:5432/muster';
const patience = 5000;

/**
 * Tries the database: its address at once, and signing in as soon as the driver is installed.
 *
 * @param {string | undefined} databaseUrl - undefined: SQLite, with which nothing can be wrong here
 * @throws {Refusal}
 */
export async function checkDatabase(databaseUrl) {
  if (!databaseUrl) return;
  const url = parse(databaseUrl);
  // Without a host in its usual place the URL means a socket file, which only the driver knows how to find.
  if (url.hostname) await reach(url);
  const pg = driver();
  if (pg) await signIn(pg, databaseUrl, url);
}

/** @param {string} databaseUrl */
function parse(databaseUrl) {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  if (!url) {
    throw new Refusal(
      `MUSTER_DATABASE_URL is not a URL. It should look like ${example}`,
    );
  }
  if (!['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw new Refusal(
      `MUSTER_DATABASE_URL begins with ${url.protocol}//, and Muster runs on PostgreSQL (${example}), or without that variable on SQLite. Other databases are not supported.`,
    );
  }
  if (url.pathname.length < 2) {
    throw new Refusal(
      `MUSTER_DATABASE_URL names no database. Add one after the host, as in ${example}`,
    );
  }
  return url;
}

/** The URL as it may be shown: without the password. */
const shown = url => {
  const copy = new URL(url);
  if (copy.password) copy.password = '…';
  return decodeURI(copy.href);
};

/** @param {URL} url */
async function reach(url) {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: Number(url.port || 5432) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patience) });
  } catch (error) {
    const { code, name } = error;
    throw new Refusal(
      `the database at ${shown(url)} cannot be reached (${name === 'AbortError' ? `no answer within ${patience / 1000} s` : code}). Is the server running, and is the address in MUSTER_DATABASE_URL right?`,
    );
  } finally {
    socket.destroy();
  }
}

/** @returns {typeof import('pg') | undefined} the backend's own driver, once it is installed */
function driver() {
  try {
    return createRequire(resolve(root, 'packages/backend/package.json'))('pg');
  } catch {
    return undefined;
  }
}

/**
 * @param {typeof import('pg')} pg
 * @param {string} connectionString
 * @param {URL} url
 */
async function signIn(pg, connectionString, url) {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  });
  client.on('error', () => {}); // a connection cut later is the backend's to notice
  try {
    await client.connect();
    const { rows } = await client.query(
      "select has_database_privilege(current_database(), 'CREATE') as may_create, current_user as me, current_database() as name",
    );
    const [{ may_create: mayCreate, me, name }] = rows;
    if (!mayCreate) {
      throw new Refusal(
        `${me} may not create schemas in the database ${name}. Let its owner run: GRANT CREATE ON DATABASE "${name}" TO "${me}"`,
      );
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const { code, message } = error;
    throw new Refusal(
      `PostgreSQL at ${shown(url)} refuses: ${message}.${remedies[code ?? ''] ?? ''}`,
    );
  } finally {
    await client.end().catch(() => {});
  }
}

/** What to do, by PostgreSQL's error code. @type {Readonly<Record<string, string>>} */
const remedies = {
  '3D000': ' Make it first, for example with createdb.',
  '28P01': ' Check the user and the password in MUSTER_DATABASE_URL.',
  28000:
    ' Check the user in MUSTER_DATABASE_URL, and whether pg_hba.conf lets it in.',
};
