import { Reviewer } from '@muster/backstage-plugin-incidents-common';
import { Queryable } from '../../platform/database';
import { PostmortemRecord } from '../model';
import { DocumentReader, FactorReader, FollowUpReader } from '../ports';
import { missingSignOffs, unwrittenSections } from './lacks';
import { readReviewers } from './peopleStore';

/** What publishing a postmortem lacks. */
export interface Lacks {
  /** Required sections that nobody has written, in sentences. */
  readonly sections: readonly string[];
  /** Sign-offs, in sentences. */
  readonly signOffs: readonly string[];
  /** Who has not signed off. */
  readonly waitedFor: readonly Reviewer[];
}

/** Looks whether a postmortem may be published. */
export class Completeness {
  readonly #options: {
    document: DocumentReader;
    factors: FactorReader;
    followUps: FollowUpReader;
  };

  constructor(options: {
    document: DocumentReader;
    factors: FactorReader;
    followUps: FollowUpReader;
  }) {
    this.#options = options;
  }

  /** Reads with `db`, so that it can be asked within the transaction that publishes. */
  async lacks(
    db: Queryable,
    { id, figures }: PostmortemRecord,
  ): Promise<Lacks> {
    const { document, factors, followUps } = this.#options;
    const reviewers = await readReviewers(db, id);
    const counts = (await followUps.countsOf(db, [id])).get(id);
    const has = {
      figures: figures.length > 0,
      entries: (await document.entries(db, id)).length > 0,
      factors: (await factors.tree(db, id)).length > 0,
      followUps:
        counts !== undefined && counts.open + counts.done + counts.verified > 0,
    };
    return {
      sections: unwrittenSections(await document.sections(db, id), has),
      signOffs: missingSignOffs(reviewers),
      waitedFor: reviewers.filter(({ signedOffAt }) => signedOffAt === null),
    };
  }
}
