import { run } from '../../bin/lib/children.mjs';

/** Aborted when this command is told to stop; then everything that it started ends with it. */
export const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopping.abort());
}

/**
 * Runs a command to its end; its output is shown only when it fails.
 *
 * @returns its output
 * @throws Error with all of its output
 */
export async function runQuietly(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<string> {
  let output = '';
  const code = await run(command, args, {
    ...options,
    signal: stopping.signal,
    onOutput: text => {
      output += text;
    },
  });
  if (code === 0) return output;
  throw new Error(
    `${[command, ...args].join(' ')} ended with ${code}:\n${output}`,
  );
}
