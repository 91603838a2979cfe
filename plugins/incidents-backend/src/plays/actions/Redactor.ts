/** What stands in place of what is not shown. */
const hidden = '•••';
/** Longer texts are cut in what is kept of inputs. */
const mostCharacters = 2000;
const mostEntries = 100;
const deepest = 20;

/** Names of fields, headers and query parameters whose values nobody needs to read in a log. */
const secretName =
  /^(authorization|proxy-authorization|cookie|set-cookie|.*(password|passwd|secret|token|api[-_]?key|credential|signature).*)$/i;
const secretParameter =
  /([?&][^=&#]*(?:password|secret|token|key|sig)[^=&#]*=)[^&#]*/gi;

/** Leaves secrets out of what people are shown. */
export class Redactor {
  readonly #values: readonly string[];

  /** @param values - secrets in the clear, wherever they may turn up */
  constructor(values: readonly string[] = []) {
    // The bare token of `Bearer …` is no less secret; the longest first, so that no rest of it stays.
    this.#values = [...new Set(values.flatMap(partsOf))].sort(
      (a, b) => b.length - a.length,
    );
  }

  /** A text without secrets. */
  text(text: string): string {
    return this.#values.reduce(
      (rest, value) => rest.replaceAll(value, hidden),
      text,
    );
  }

  /** An output whose `message`, which timelines keep, is without secrets. */
  output(output: unknown): unknown {
    const saysSo =
      typeof output === 'object' && output !== null && 'message' in output;
    return saysSo && typeof output.message === 'string'
      ? { ...output, message: this.text(output.message) }
      : output;
  }

  /** An input as a log may show it: without secrets and what is named like one, long texts cut. */
  input(value: unknown): unknown {
    const shown = (text: string) => {
      const open = this.text(text).replace(secretParameter, `$1${hidden}`);
      return open.length > mostCharacters
        ? `${open.slice(0, mostCharacters)}… (${open.length} characters)`
        : open;
    };
    return walk(value, shown, 0);
  }
}

function walk(
  value: unknown,
  shown: (text: string) => string,
  depth: number,
): unknown {
  if (typeof value === 'string') return shown(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return '…';
  if (Array.isArray(value)) {
    return value.slice(0, mostEntries).map(one => walk(one, shown, depth + 1));
  }
  // `{ name, value }`, as headers are written.
  const isNamed = 'name' in value && secretName.test(String(value.name));
  const isSecret = (key: string) =>
    // `secret: NAME` names one, and is none.
    key !== 'secret' && (secretName.test(key) || (isNamed && key === 'value'));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      typeof one === 'string' && isSecret(key)
        ? hidden
        : walk(one, shown, depth + 1),
    ]),
  );
}

function partsOf(secret: string): string[] {
  const parts = [secret, ...secret.split(/\s+/)].filter(
    part => part.length >= 8,
  );
  return parts.flatMap(part => [
    part,
    Buffer.from(part).toString('base64'),
    encodeURIComponent(part),
    JSON.stringify(part).slice(1, -1),
  ]);
}
