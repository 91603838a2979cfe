import { Severity } from '@muster/backstage-plugin-incidents-common';
import { PageMessage } from './message';
import { oneLine, shorten } from './plainText';

/** What a key of the phone means during a call. A voicemail presses none. @public */
export const phoneKeys = {
  acknowledge: '4',
  escalate: '5',
  repeat: '*',
} as const;

/** Long enough to say what is broken, short enough to be listened to at night. */
const longestTitle = 200;
/** Whoever is read a list at night remembers three. */
const mostSpoken = 3;

const severityWords: Record<Severity, string> = {
  SEV1: 'Severity 1',
  SEV2: 'Severity 2',
  SEV3: 'Severity 3',
  SEV4: 'Severity 4',
  SEV5: 'Severity 5',
};

/**
 * Writes a message as sentences to be read aloud, without what cannot be heard: links, signs, long lists.
 * What the keys do is said by whoever listens for them.
 *
 * @public
 */
export function composeSpokenText(message: PageMessage): string {
  switch (message.kind) {
    case 'incident': {
      const { incident, service, copyOf } = message;
      return sentences(
        copyOf === null
          ? 'This is Muster'
          : `This is Muster, with a copy of the page to ${oneLine(copyOf)}`,
        `${severityWords[incident.severity]} on ${oneLine(service.name)}`,
        shorten(oneLine(incident.title), longestTitle),
        `Incident ${incident.id}`,
      );
    }
    case 'summary':
    case 'digest': {
      const { items } = message;
      const more = items.length - mostSpoken;
      return sentences(
        `This is Muster, with ${items.length} ${items.length === 1 ? 'page' : 'pages'}`,
        ...items
          .slice(0, mostSpoken)
          .map(
            ({ incident, service }) =>
              `${severityWords[incident.severity]} on ${oneLine(service.name)}, incident ${incident.id}`,
          ),
        ...(more > 0 ? [`And ${more} more`] : []),
      );
    }
    case 'code': {
      const digits = [...message.code].join(', ');
      return sentences(
        'This is Muster',
        `Your code is ${digits}`,
        `Again: ${digits}`,
      );
    }
    case 'test':
      return sentences(
        'This is Muster, with a test page',
        'Nothing is broken. This is how a page reaches you',
      );
    default:
      throw new Error(
        `unknown message ${JSON.stringify(message satisfies never)}`,
      );
  }
}

function sentences(...all: readonly string[]): string {
  return all.map(text => `${text.replace(/[.\s]+$/, '')}.`).join(' ');
}
