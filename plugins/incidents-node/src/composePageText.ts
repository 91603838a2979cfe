import {
  composeAcknowledged,
  composeCode,
  composeList,
  composeTest,
} from './composeOtherText';
import { IncidentPageMessage, PersonMessage } from './message';
import { Note } from './note';
import { lines, oneLine, shorten, stamp } from './plainText';

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
export function composePageText(message: PersonMessage): PageText {
  const { subject, text } = compose(message);
  return { subject: shorten(subject, longestSubject), text };
}

function compose(message: PersonMessage): PageText {
  switch (message.kind) {
    case 'incident':
      return composeIncident(message);
    case 'summary':
    case 'digest':
      return composeList(message);
    case 'acknowledged':
      return composeAcknowledged(message);
    case 'code':
      return composeCode(message);
    default:
      return composeTest(message);
  }
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
