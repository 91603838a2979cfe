/** Kinds of things that exist in the portal under fire, so that requests can name them. */
export const kinds = [
  'incident',
  'integration',
  'key',
  'schedule',
  'policy',
  'token',
  'override',
  'request',
  'leave',
  'feed',
  'calendar',
  'postmortem',
  'entry',
  'comment',
  'image',
  'template',
  'answer',
  'follow-up',
] as const;
/** One of them. */
export type Kind = (typeof kinds)[number];

/** Stands in a request for the nth thing of a kind: ids differ from run to run, requests do not. */
export const mention = (kind: Kind, nth: number): string => `«${kind}:${nth}»`;

/** What exists in the portal under fire. */
export class Known {
  readonly #things = new Map<Kind, string[]>();

  /** Adds a thing by which requests can be made that mean something. */
  add(kind: Kind, ...names: readonly string[]): void {
    this.#things.set(kind, [...names, ...this.all(kind)].slice(0, 20));
  }

  /** The newest twenty of a kind. */
  all(kind: Kind): readonly string[] {
    return this.#things.get(kind) ?? [];
  }

  /** The text with things in place of what stands for them. */
  resolve(text: string): string {
    return text.replace(/«([\w-]+):(\d+)»/g, (found, kind, nth) => {
      const things = this.all(kind);
      return things[Number(nth) % things.length] ?? found;
    });
  }
}
