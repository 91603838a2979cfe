import {
  PostmortemSection,
  Reviewer,
  SectionKind,
} from '@muster/backstage-plugin-incidents-common';

/** What a postmortem has besides the text of its sections; it may stand for that text. */
export interface Holdings {
  /** Figures that people gave. */
  readonly figures: boolean;
  readonly entries: boolean;
  readonly factors: boolean;
  readonly followUps: boolean;
}

const holds: Record<SectionKind, (has: Holdings) => boolean> = {
  text: () => false,
  impact: has => has.figures,
  timeline: has => has.entries,
  factors: has => has.factors,
  'follow-ups': has => has.followUps,
};

type Written = Pick<
  PostmortemSection,
  'title' | 'kind' | 'required' | 'body' | 'version'
>;

/** Required sections that nobody has written, in sentences. What a template began with is not written by a person. */
export const unwrittenSections = (
  sections: readonly Written[],
  has: Holdings,
): string[] =>
  sections
    .filter(
      ({ kind, required, body, version }) =>
        required && !(version > 0 && body.trim() !== '') && !holds[kind](has),
    )
    .map(({ title }) => `“${title}” is not written yet`);

/** Reviewers who have not agreed, in sentences. */
export const missingSignOffs = (reviewers: readonly Reviewer[]): string[] =>
  reviewers
    .filter(({ signedOffAt }) => signedOffAt === null)
    .map(({ person }) => `${person.name} has not signed off`);
