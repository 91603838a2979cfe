/** What somebody asks for in a reply. */
export interface ParsedReply {
  readonly verb: 'acknowledge' | 'escalate';
  /** An incident's number, all that the sender was paged for, or the only one that there is. */
  readonly which: number | 'all' | 'only';
}

/**
 * Reads what a person wrote: `ack`, `a`, `ack 7`, `ack INC-7`, `ack all`, `escalate 7`, `e`. Undefined when
 * it is none of that.
 */
export function parseReply(text: string): ParsedReply | undefined {
  const [, word, which] =
    /^\s*(ack(?:nowledge)?|a|esc(?:alate)?|e)\s*(all|(?:[a-z]\w*-)?\d{1,9})?[\s.!]*$/i.exec(
      text,
    ) ?? [];
  if (!word) return undefined;
  const verb = /^a/i.test(word) ? 'acknowledge' : 'escalate';
  if (!which) return { verb, which: 'only' };
  if (/^all$/i.test(which)) return { verb, which: 'all' };
  return { verb, which: Number(/\d+$/.exec(which)?.[0]) };
}
