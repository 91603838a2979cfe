import {
  AcknowledgedMessage,
  CodeMessage,
  DigestPageMessage,
  PageListItem,
  SummaryPageMessage,
  TestPageMessage,
} from './message';
import { lines, oneLine, stamp } from './plainText';

/** The digits first: a phone's lock screen shows no more. */
export function composeCode({ code, expiresAt, portalUrl }: CodeMessage) {
  const subject = `${code} is your code for incidents`;
  return {
    subject,
    text: lines(
      `${subject}.`,
      '',
      `Enter it in the portal before ${stamp(expiresAt)}: from then on you can be paged here.`,
      'If you have not asked for it, there is nothing to do.',
      '',
      `Portal: ${portalUrl}`,
    ),
  };
}

/** Every incident on lines of its own. */
export function composeList(message: SummaryPageMessage | DigestPageMessage) {
  const { items, portalUrl } = message;
  const count = items.length === 1 ? '1 incident' : `${items.length} incidents`;
  return {
    subject: `${count}: ${items.map(({ incident }) => incident.name).join(', ')}`,
    text: lines(
      message.kind === 'summary'
        ? `${count} in one message, since they came close together.`
        : `${count} that could wait until your quiet hours were over.`,
      '',
      ...items.flatMap(linesOfItem),
      `Portal: ${portalUrl}`,
    ),
  };
}

function linesOfItem(item: PageListItem): string[] {
  const { incident, service, acknowledgeUrl, incidentUrl, why } = item;
  return [
    `${incident.severity} ${oneLine(service.name)}: ${oneLine(incident.title)}`,
    ...(acknowledgeUrl ? [`Acknowledge: ${acknowledgeUrl}`] : []),
    `${incident.name}: ${incidentUrl}`,
    `Why you: ${oneLine(why)}`,
    '',
  ];
}

/** Who has it, so that nobody gets up for it. */
export function composeAcknowledged(message: AcknowledgedMessage) {
  const { incident, service, by, at, incidentUrl } = message;
  const subject = `${incident.name}: acknowledged by ${oneLine(by.name)}`;
  return {
    subject,
    text: lines(
      `${subject} at ${stamp(at)}. There is nothing for you to do.`,
      '',
      `${incident.severity} ${oneLine(service.name)}: ${oneLine(incident.title)}`,
      `${incident.name}: ${incidentUrl}`,
    ),
  };
}

/** Says that nothing is broken, before anything else. */
export function composeTest({ person, portalUrl }: TestPageMessage) {
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
