import {
  PostmortemDetail,
  PostmortemSection,
  publishedStates,
  SectionKind,
} from '@muster/backstage-plugin-incidents-common';

/** What is read as one part of the document. */
export type Part = Pick<
  PostmortemSection,
  'key' | 'title' | 'kind' | 'body' | 'help'
>;

/** What is shown although a template has no section for it, in this order. */
const always = ['timeline', 'factors', 'follow-ups'] as const;

/**
 * The parts of a document in their order. A section of a published one that says nothing is left out. What a template
 * has no section for, but the postmortem has, stands at the end.
 *
 * @param titles - of those parts that stand at the end
 */
export function partsOf(
  postmortem: Pick<
    PostmortemDetail,
    'sections' | 'state' | 'tree' | 'followUpList' | 'incident'
  >,
  titles: Readonly<Record<(typeof always)[number], string>>,
): readonly Part[] {
  const { sections, state } = postmortem;
  const has: Readonly<Record<SectionKind, boolean>> = {
    text: false,
    impact: true,
    timeline: postmortem.incident !== null,
    factors: postmortem.tree.length > 0,
    'follow-ups': postmortem.followUpList.length > 0,
  };
  const isRead = ({ body, kind }: PostmortemSection) =>
    !publishedStates.includes(state) || body.trim() !== '' || has[kind];
  const added = always
    .filter(kind => has[kind] && !sections.some(one => one.kind === kind))
    .map(kind => ({
      key: kind,
      title: titles[kind],
      kind,
      body: '',
      help: '',
    }));
  return [...sections.filter(isRead), ...added];
}
