import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Role, roles } from './roles';
import { WireRequest } from './send';

const root = resolve(__dirname, '../../..');
const folder = join(root, 'artifacts/fuzz');
const longestLine = 2000;
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The request as a line for a terminal. The token is left to the reader; a body that is long or no plain
 * text is kept in a file beside.
 *
 * @param name - of that file
 */
export async function curlOf(
  { method, path, headers, body }: WireRequest,
  role: Role,
  name: string,
): Promise<string> {
  const lines = Object.entries(headers).map(([header, value]) =>
    value === roles[role]
      ? `-H "authorization: Bearer $TOKEN_OF_${role.toUpperCase()}"`
      : `-H ${quoted(`${header}: ${value}`)}`,
  );
  const data = body && (await dataOf(body, name));
  return [
    `curl -i --path-as-is -X ${method}`,
    quoted(`http://localhost:7007${path}`),
    ...lines,
    ...(data ? [data] : []),
  ].join(' ');
}

async function dataOf(body: Buffer, name: string): Promise<string> {
  const text = body.toString();
  if (text.length < longestLine && /^[\x20-\x7e]*$/.test(text)) {
    return `--data-binary ${quoted(text)}`;
  }
  await mkdir(folder, { recursive: true });
  const file = join(folder, name);
  await writeFile(file, body);
  return `--data-binary @${relative(root, file)}`;
}
