// Writes src/endpoints.ts from the contract: bin/yarn contract:endpoints
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { contract } from '../src/api';

const head = `// Written by \`bin/yarn contract:endpoints\`; endpoints.test.ts holds it equal to the contract.
import type { AddressOf, contract, Endpoint } from './api';

type Addresses<Rooms extends Record<string, Record<string, Endpoint>>> = {
  [Room in keyof Rooms]: { [Name in keyof Rooms[Room]]: AddressOf<Rooms[Room][Name]> };
};

/**
 * The addresses of all endpoints of the contract, typed as there. Browsers call by these: the schemas of
 * the contract weigh more than everything else that a card loads.
 *
 * @public
 */
`;

const rooms = Object.fromEntries(
  Object.entries(contract).map(([room, endpoints]) => [
    room,
    Object.fromEntries(
      Object.entries(endpoints).map(([name, { id, method, path }]) => [
        name,
        { id, method, path },
      ]),
    ),
  ]),
);

writeFileSync(
  resolve(__dirname, '../src/endpoints.ts'),
  `${head}export const endpoints: Addresses<typeof contract> = ${JSON.stringify(rooms, undefined, 2)};\n`,
);
