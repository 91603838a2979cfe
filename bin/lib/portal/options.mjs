// What bin/start is told on its command line and by the environment.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../children.mjs';
import { Refusal } from '../say.mjs';

export const usage = `Usage: bin/start [--port N] [--data DIR] [--verbose]

  Starts the demo portal, and installs and builds first what is missing.

  --port N     the port of the portal (7007)
  --data DIR   the folder of its data and log, made when missing (.data in the checkout); the data survives a restart
  --verbose    prints the portal's log here as well
  --help       prints this

  MUSTER_DATABASE_URL=postgres://USER:PASSWORD@HOST:PORT/DATABASE   keeps the data in that PostgreSQL database, one schema for each
                                                                    plugin, instead of SQLite files in the data folder`;

/**
 * @typedef {object} StartOptions
 * @property {number} port
 * @property {string} data - absolute path of the data folder
 * @property {boolean} verbose
 * @property {boolean} help
 * @property {string | undefined} databaseUrl - undefined: SQLite
 */

export const defaultPort = 7007;

/**
 * @param {readonly string[]} args
 * @param {Readonly<NodeJS.ProcessEnv>} env
 * @returns {StartOptions}
 * @throws {Refusal} with the usage, for anything that it does not know
 */
export function readOptions(args, env) {
  const { port, data, verbose, help } = parse(args);
  return {
    port: port === undefined ? defaultPort : readPort(port),
    data: data ? resolve(data) : resolve(root, '.data'),
    verbose: verbose ?? false,
    help: help ?? false,
    databaseUrl: env.MUSTER_DATABASE_URL || undefined,
  };
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const message = error.message;
    // The first sentence names the option; the rest is about a syntax that this command has no use for.
    throw new Refusal(message.split('. ')[0], { usage, exitCode: 2 });
  }
}

/** @param {string} text */
function readPort(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw new Refusal(
      `--port must be a number from 1 to 65535, and '${text}' is not`,
      { usage, exitCode: 2 },
    );
  }
  return port;
}
