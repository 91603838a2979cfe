import {
  composeSpokenText,
  PageMessage,
  phoneKeys,
} from '@muster/backstage-plugin-incidents-node';
import twilio from 'twilio';
import { callbackPaths, callbackUrl } from './callbacks';

/** How often it is said before we hang up. */
const times = 3;
/** Seconds of silence after which it is said again. */
const listenSeconds = 6;
/** A call in which so many keys were pressed is over. */
export const mostTurns = 10;

const { acknowledge, escalate, repeat } = phoneKeys;

const spokenKey = (key: string) => (key === '*' ? 'star' : key);

/** What the keys do, for a page that can be acknowledged. */
const explanation = `To acknowledge, press ${acknowledge}. To pass it on to the next step, press ${escalate}. To hear it again, press ${spokenKey(repeat)}.`;

/** Whether there is something to be acknowledged in a message. */
export function canAcknowledge(message: PageMessage): boolean {
  switch (message.kind) {
    case 'incident':
      return message.acknowledgeUrl !== null;
    case 'summary':
    case 'digest':
      return message.items.some(
        ({ acknowledgeUrl }) => acknowledgeUrl !== null,
      );
    default:
      return false;
  }
}

/**
 * What is said when somebody, or their voicemail, picks up. Only a key acknowledges: whatever a machine
 * says into the phone does not.
 *
 * @param base - where Twilio reaches us; without it no key can be listened to
 */
export function openingScript(
  message: PageMessage,
  base: string | undefined,
): string {
  const text = composeSpokenText(message);
  if (!canAcknowledge(message)) return said([text, text, 'Goodbye.']);
  if (base === undefined) {
    return said([text, text, 'Acknowledge it in the portal. Goodbye.']);
  }
  return askingScript(`${text} ${explanation}`, {
    base,
    messageKey: message.idempotencyKey,
    turn: 0,
  });
}

/** Says something and listens for a key, a few times. */
export function askingScript(
  text: string,
  about: {
    readonly base: string;
    readonly messageKey: string;
    readonly turn: number;
  },
): string {
  const script = new twilio.twiml.VoiceResponse();
  for (let i = 0; i < times; i += 1) {
    script
      .gather({
        input: ['dtmf'],
        numDigits: 1,
        timeout: listenSeconds,
        // `#` would end the input without being part of it.
        finishOnKey: '',
        method: 'POST',
        action: callbackUrl(about.base, callbackPaths.voiceKey, {
          message: about.messageKey,
          turn: String(about.turn),
        }),
      })
      .say(text);
  }
  script.say('No key was pressed. Goodbye.');
  return script.toString();
}

/** Says what the message is now, and what the keys do. */
export const repeatedText = (message: PageMessage): string =>
  `${composeSpokenText(message)} ${explanation}`;

/** For a key that means nothing. */
export const unknownKeyText = `That key means nothing here. ${explanation}`;

/** Says something and hangs up. */
export function said(texts: readonly string[]): string {
  const script = new twilio.twiml.VoiceResponse();
  for (const text of texts) script.say(text);
  script.hangup();
  return script.toString();
}
