import { IncidentPageMessage, PageMessage, TestPageMessage } from './message';
import { Note } from './note';

/** A page in plain text. @public */
export interface PageText {
  /** One line, at most 200 characters. */
  readonly subject: string;
  /** Lines separated by `\n`; the first says severity, service and what. */
  readonly text: string;
}

const longestSubject = 200;
const longestDescription = 2000;
/** A page that was decided this long ago says so. */
const lateMinutes = 5;

const impactWords = {
  yes: 'customers are affected',
  no: 'customers are not affected',
  unknown: 'not known yet whether customers are affected',
};

/**
 * Writes a message as plain text, for mail and whatever else shows text: first what and how bad, then
 * impact, what changed, runbook, acknowledge link.
 *
 * What people and monitors wrote is kept on one line or quoted with `> `, so that it cannot pass
 * itself off as a line of ours.
 *
 * @public
 */
export function composePageText(message: PageMessage): PageText {
  return message.kind === 'test'
    ? composeTest(message)
    : composeIncident(message);
}

/**
 * Writes a note as plain text, for mail and whatever else shows text. What people wrote stays within its
 * line, as in a page.
 *
 * @public
 */
export function composeNoteText({ subject, text, url }: Note): PageText {
  const written = text.split('\n').map(oneLine).filter(Boolean);
  return {
    subject: shorten(oneLine(subject), longestSubject),
    text: lines(oneLine(subject), '', ...written, '', `Portal: ${url}`),
  };
}

function composeTest({ person, portalUrl }: TestPageMessage): PageText {
  return {
    subject: 'Test page: nothing is broken',
    text: lines(
      'Test page: nothing is broken.',
      '',
      `${oneLine(person.name)}, this is how a page reaches you on this channel. There is nothing to do.`,
      '',
      `Portal: ${portalUrl}`,
    ),
  };
}

function composeIncident(message: IncidentPageMessage): PageText {
  const { incident, service, owner, changes, runbookUrl } = message;
  const copyNote = composeCopyNote(message);
  const headline = `${incident.severity} ${oneLine(service.name)}: ${oneLine(incident.title)}`;
  const suffix = ` (${incident.name})`;
  return {
    subject:
      shorten(
        copyNote ? `Copy: ${headline}` : headline,
        longestSubject - suffix.length,
      ) + suffix,
    text: lines(
      headline,
      '',
      `Impact: ${impactWords[incident.customerImpact]}`,
      `Since: ${stamp(incident.openedAt)}`,
      `Owner: ${owner ? oneLine(owner.name) : 'nobody owns this service in the catalog'}`,
      ...quoted(incident.description),
      '',
      ...(changes.length > 0
        ? [
            'What changed in the last hours:',
            ...changes.map(({ at, text }) => `- ${stamp(at)} ${oneLine(text)}`),
          ]
        : ['What changed in the last hours: nothing that was reported here']),
      '',
      `Runbook: ${runbookUrl ? oneLine(runbookUrl) : 'none is linked to this service'}`,
      copyNote ?? `Acknowledge: ${message.acknowledgeUrl}`,
      `${incident.name}: ${message.incidentUrl}`,
      '',
      `Why you: ${oneLine(message.why)}`,
      ...(message.ageMinutes >= lateMinutes
        ? [`This page is late: it was decided ${message.ageMinutes} min ago`]
        : []),
    ),
  };
}

/**
 * What a learner reads in the place of the acknowledge link; null for a page in earnest.
 *
 * @public
 */
export function composeCopyNote({
  copyOf,
}: Pick<IncidentPageMessage, 'copyOf'>): string | null {
  return copyOf === null
    ? null
    : `You shadow ${oneLine(copyOf)}: this is a copy of their page, and there is nothing for you to do`;
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

/** Line breaks and control characters become spaces: a subject or a line of ours stays one line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

function shorten(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest
    ? text
    : `${characters.slice(0, longest - 1).join('')}…`;
}

function quoted(text: string): string[] {
  return text.trim() === ''
    ? []
    : [
        'What is known:',
        ...shorten(text.trim(), longestDescription)
          .split(/\r\n|[\n\r\u2028\u2029]/)
          .map(line => `> ${oneLine(line)}`.trimEnd()),
      ];
}

/** `2026-03-02 03:02 UTC`: where the reader is cannot be known here. */
function stamp(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
