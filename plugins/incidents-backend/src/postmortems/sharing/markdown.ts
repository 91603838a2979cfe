import { SectionKind } from '@muster/backstage-plugin-incidents-common';
import { stringify } from 'yaml';
import { SharedPostmortem } from './shared';

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
    ...(shared.reviewers.length > 0 ? { reviewers: shared.reviewers } : {}),
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
      return shared.followUps
        .map(
          ({ title, state, name, priority, dueOn, owner }) =>
            `- [${state === 'open' ? ' ' : 'x'}] ${oneLine(title)} (${[name, state, priority, `due ${dueOn}`, ...(owner ? [oneLine(owner)] : [])].join(', ')})`,
        )
        .join('\n');
    default:
      return '';
  }
}

function factorLines(
  shared: SharedPostmortem,
  parentId: string | null,
  depth: number,
): string[] {
  return shared.factors
    .filter(factor => factor.parentId === parentId)
    .flatMap(factor => [
      `${'  '.repeat(depth)}- ${oneLine(factor.text)}`,
      ...factorLines(shared, factor.id, depth + 1),
    ]);
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** `2026-03-02 09:04 UTC`. */
const minute = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
