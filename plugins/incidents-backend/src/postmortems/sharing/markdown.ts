import { SectionKind } from '@muster/backstage-plugin-incidents-common';
import { stringify } from 'yaml';
import {
  SharedFactor,
  SharedFollowUp,
  SharedPostmortem,
  SharedReviewer,
} from './shared';

const anImage = /muster-image:([0-9a-f-]{1,64})/g;

/** Ids of the images that a text names. */
export const imagesIn = (text: string): string[] =>
  [...text.matchAll(anImage)].map(([, id]) => id);

/**
 * With images in it by their `data:` addresses. Each stands once, at the end, however often it is shown; those that are
 * not given keep their names.
 */
export function withImages(
  text: string,
  addresses: ReadonlyMap<string, string>,
): string {
  const referring = text.replace(
    /\]\(muster-image:([0-9a-f-]{1,64})\)/g,
    (whole, id: string) =>
      addresses.has(id) ? `][muster-image:${id}]` : whole,
  );
  const definitions = [...addresses].map(
    ([id, address]) => `[muster-image:${id}]: ${address}\n`,
  );
  return [referring, ...definitions].join('\n');
}

/** The whole as Markdown with front matter, which an import reads again. `imageAddress` is where its images are. */
export function toMarkdown(
  shared: SharedPostmortem,
  imageAddress = (id: string) => `muster-image:${id}`,
): string {
  const frontMatter = stringify({
    title: shared.title,
    postmortem: shared.name,
    date: shared.occurredAt,
    ...(shared.endedAt ? { ended: shared.endedAt } : {}),
    severity: shared.severity,
    service: shared.service.ref,
    ...(shared.team ? { team: shared.team.ref } : {}),
    ...(shared.incident ? { incident: shared.incident } : {}),
    state: shared.state,
    ...(shared.publishedAt ? { published: shared.publishedAt } : {}),
    ...(shared.amendedAt ? { amended: shared.amendedAt } : {}),
    ...(shared.writer ? { writer: shared.writer } : {}),
    ...(shared.participants.length > 0
      ? { participants: shared.participants }
      : {}),
    ...(shared.reviewers.length > 0
      ? { reviewers: shared.reviewers.map(reviewerFields) }
      : {}),
    ...(shared.factorNames.length > 0 ? { factors: shared.factorNames } : {}),
  });
  const sections = shared.sections.map(({ title, kind, body }) =>
    [
      `## ${oneLine(title)}`,
      body.replace(anImage, (_whole, id: string) => imageAddress(id)),
      dataOf(kind, shared),
    ]
      .filter(part => part.trim() !== '')
      .join('\n\n'),
  );
  // What no section of its template is for is not lost.
  const others = (['factors', 'follow-ups'] as const).flatMap(kind => {
    const data = dataOf(kind, shared);
    const isThere = shared.sections.some(section => section.kind === kind);
    return isThere || data === '' ? [] : [`## ${headings[kind]}\n\n${data}`];
  });
  return [
    `---\n${frontMatter}---`,
    `# ${oneLine(shared.title)}`,
    ...sections,
    ...others,
  ]
    .join('\n\n')
    .concat('\n');
}

const headings = {
  factors: 'Contributing factors',
  'follow-ups': 'Follow-ups',
};

/** What a section holds besides its text. */
function dataOf(kind: SectionKind, shared: SharedPostmortem): string {
  switch (kind) {
    case 'impact':
      return [
        ...shared.measured.map(({ text }) => `- ${oneLine(text)}`),
        ...shared.figures.map(
          ({ label, value }) => `- ${oneLine(label)}: ${oneLine(value)}`,
        ),
      ].join('\n');
    case 'timeline':
      return shared.timeline
        .map(({ at, text, moment, starred }) => {
          const mark = moment ? ` **${moment}**` : '';
          const said = oneLine(text);
          return `- ${minute(at)}${mark} ${starred ? `**${said.replaceAll('*', '\\*')}**` : said}`;
        })
        .join('\n');
    case 'factors':
      return factorLines(shared, null, 0).join('\n');
    case 'follow-ups':
      return [
        shared.followUps.map(followUpLine).join('\n'),
        ...shared.followUps.flatMap(moreOf),
      ].join('\n\n');
    default:
      return '';
  }
}

/** A reviewer as the front matter has them. */
const reviewerFields = ({ name, signedOffAt, note }: SharedReviewer) => ({
  name,
  ...(signedOffAt ? { 'signed-off': signedOffAt } : {}),
  ...(note ? { note } : {}),
});

/** An import takes off what stands in the brackets. */
function followUpLine(followUp: SharedFollowUp): string {
  const { title, state, name, priority, kind, dueOn, owner } = followUp;
  const about = [name, state, priority, kind, `due ${dueOn}`];
  if (owner) about.push(oneLine(owner));
  return `- [${state === 'open' ? ' ' : 'x'}] ${oneLine(title)} (${about.join(', ')})`;
}

/**
 * What more there is to say of a follow-up. It stands below the list of all, and its text as a quotation, so that an
 * import finds no follow-ups in it, and keeps it as the text that it is.
 */
function moreOf({
  title,
  description,
  factor,
  ticket,
  proof,
  verifiedAt,
}: SharedFollowUp): string[] {
  const facts = [
    ...(factor ? [`against ${oneLine(factor)}`] : []),
    ...(ticket
      ? [`ticket ${oneLine(ticket.key)}${addressIn(ticket.url)}`]
      : []),
    ...(verifiedAt ? [`verified ${minute(verifiedAt)}`] : []),
    ...(proof
      ? [
          `proof (${proof.kind}): ${oneLine(proof.note)}${addressIn(proof.url)}`.trimEnd(),
        ]
      : []),
  ];
  const text = description.trim();
  if (facts.length === 0 && text === '') return [];
  return [
    `**${oneLine(title).replaceAll('*', '\\*')}**${facts.length > 0 ? `: ${facts.join('; ')}` : ''}`,
    ...(text === '' ? [] : [text.replace(/^/gm, '> ')]),
  ];
}

const addressIn = (url: string | null) => (url ? ` <${oneLine(url)}>` : '');

/** The name of a factor, where its text says something else; an import takes it off. */
const nameOf = ({ text, factor }: SharedFactor) =>
  factor && factor !== oneLine(text) ? ` (factor “${oneLine(factor)}”)` : '';

function factorLines(
  shared: SharedPostmortem,
  parentId: string | null,
  depth: number,
): string[] {
  return shared.factors
    .filter(factor => factor.parentId === parentId)
    .flatMap(factor => [
      `${'  '.repeat(depth)}- ${oneLine(factor.text)}${nameOf(factor)}`,
      ...factorLines(shared, factor.id, depth + 1),
    ]);
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** `2026-03-02 09:04 UTC`. */
const minute = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
