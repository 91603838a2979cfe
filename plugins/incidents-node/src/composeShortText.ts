import { PersonMessage } from './message';
import { oneLine, timeOf } from './plainText';
import { fitInOneSms } from './sms';

/** How a short text is written. @public */
export interface ShortTextOptions {
  /** Whether an answer by text message reaches us; then the text says how to acknowledge. */
  readonly canReply: boolean;
}

/**
 * Writes a message as one text message: at most 160 characters of the phones' alphabet, or 70 where a
 * title needs others. What is left out is at the end of the title.
 *
 * @public
 */
export function composeShortText(
  message: PersonMessage,
  { canReply }: ShortTextOptions,
): string {
  switch (message.kind) {
    case 'incident': {
      const { incident, service } = message;
      const start = `${message.copyOf === null ? '' : 'Copy: '}${incident.severity} ${oneLine(service.name)}: `;
      const reply =
        canReply && message.acknowledgeUrl !== null
          ? `. Reply: ack ${incident.id}`
          : '';
      return fitInOneSms(
        start,
        oneLine(incident.title),
        ` (${incident.name})${reply}`,
      );
    }
    case 'summary':
    case 'digest': {
      const { items } = message;
      const reply =
        canReply && items.some(({ acknowledgeUrl }) => acknowledgeUrl !== null)
          ? '. Reply: ack NUMBER or ack all'
          : '';
      const [{ incident, service }] = items;
      return fitInOneSms(
        items.length === 1 ? '1 page: ' : `${items.length} pages: `,
        `${items.map(one => one.incident.name).join(', ')}; ${incident.severity} ${oneLine(service.name)}: ${oneLine(incident.title)}`,
        reply,
      );
    }
    case 'acknowledged':
      return fitInOneSms(
        `${message.incident.name}: `,
        oneLine(message.service.name),
        ` was acknowledged by ${oneLine(message.by.name)} at ${timeOf(message.at)}`,
      );
    case 'code':
      return fitInOneSms(
        '',
        `Muster: your code is ${message.code}, until ${timeOf(message.expiresAt)}`,
        '',
      );
    case 'test':
      return fitInOneSms(
        '',
        'Muster: test page, nothing is broken. This is how a page reaches you',
        '',
      );
    default:
      throw new Error(
        `unknown message ${JSON.stringify(message satisfies never)}`,
      );
  }
}
