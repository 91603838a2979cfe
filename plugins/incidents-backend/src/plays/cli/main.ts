// bin/yarn plays check FILE…: checks plays in a pipeline, without a portal.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CheckedFile, checkFile, readActions } from './checkFiles';

const usage = `Usage: bin/yarn plays check FILE… [--actions FILE] [--json]

  --actions FILE   what GET /api/incidents/v1/plays/actions of your portal answered, to check the inputs of all its actions
  --json           a list of { file, faults, unknownActions } in place of lines

Exit code: 0 when no play has a fault, 1 when one has, 2 when the arguments make no sense or a file cannot be read.`;

const write = (line: string) => process.stdout.write(`${line}\n`);

/** Files are named from where the command was typed. */
const read = (file: string) =>
  readFile(resolve(process.env.MUSTER_CALLED_FROM ?? '.', file), 'utf8');

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      actions: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [command, ...files] = positionals;
  if (values.help) {
    write(usage);
    return 0;
  }
  if (command !== 'check' || files.length === 0) throw new Error(usage);
  const actions = readActions(
    values.actions && JSON.parse(await read(values.actions)),
  );
  const checked: CheckedFile[] = [];
  for (const file of files) {
    const source = await read(file);
    checked.push(checkFile(file, source, actions, Boolean(values.actions)));
  }
  if (values.json) write(JSON.stringify(checked, null, 2));
  else checked.forEach(print);
  return checked.some(({ faults }) => faults.length > 0) ? 1 : 0;
}

function print({ file, faults, unknownActions }: CheckedFile): void {
  for (const { line, column, path, message } of faults) {
    write(`${file}:${line}:${column}: ${path ? `${path} ` : ''}${message}`);
  }
  for (const id of unknownActions) {
    write(
      `${file}: the input of ${id} was not checked: it is none of ours; --actions says what your portal has`,
    );
  }
  if (faults.length === 0) write(`${file}: no faults`);
}

main(process.argv.slice(2))
  .catch((error: unknown) => {
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}\n`,
    );
    return 2;
  })
  .then(code => {
    process.exitCode = code;
  });
