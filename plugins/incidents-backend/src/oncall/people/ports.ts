/** When somebody is away: `[start, end)`. */
export interface Absence {
  readonly personRef: string;
  readonly start: Date;
  readonly end: Date;
}

/** Who is away when. Why is nobody else's business. */
export interface Absences {
  /** Absences of these people that touch a range, ordered by start; those of one person never overlap. */
  awayBetween(
    personRefs: readonly string[],
    from: Date,
    to: Date,
  ): Promise<readonly Absence[]>;
}
