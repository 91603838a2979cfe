import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  phoneNumber,
  SendLimit,
} from '@muster/backstage-plugin-incidents-node';

/** One account of `incidents.twilio`, checked. */
export interface TwilioAccount {
  /** Its id as a provider: `twilio`, `twilio-standby`. */
  readonly id: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
  readonly voiceFrom: string;
  /** Without a slash at the end; undefined for Twilio's own. */
  readonly apiUrl: string | undefined;
  readonly smsLimit: SendLimit | undefined;
  readonly voiceLimit: SendLimit | undefined;
}

/**
 * Reads `incidents.twilio`: the account, then its standby. Empty when it is not there at all.
 *
 * @throws InputError naming every faulty key and what it should be
 */
export function readTwilioAccounts(root: Config): readonly TwilioAccount[] {
  const config = root.getOptionalConfig('incidents.twilio');
  if (!config) return [];
  const faults: string[] = [];
  const accounts = [readAccount(config, 'twilio', faults)];
  const standby = config.getOptionalConfig('standby');
  if (standby) accounts.push(readAccount(standby, 'twilio-standby', faults));
  const [first, second] = accounts;
  if (second && second.accountSid === first.accountSid) {
    faults.push(
      'incidents.twilio.standby.accountSid must be another account: what stops one stops both',
    );
  }
  if (faults.length > 0) throw new InputError(faults.join('; '));
  return accounts;
}

function readAccount(
  config: Config,
  id: string,
  faults: string[],
): TwilioAccount {
  const where = `incidents.twilio${id === 'twilio' ? '' : '.standby'}`;
  const text = (key: string) => config.getOptionalString(key)?.trim() ?? '';
  const number = (key: string): string => {
    const parsed = phoneNumber.parse(text(key));
    if ('address' in parsed) return parsed.address;
    faults.push(`${where}.${key} ${parsed.fault}`);
    return '';
  };
  const perMinute = (key: string): SendLimit | undefined => {
    const count = config.getOptionalNumber(key);
    if (count === undefined) return undefined;
    if (!Number.isInteger(count) || count < 1) {
      faults.push(`${where}.${key} must be a whole number, 1 or more`);
    }
    return { count, perMinutes: 1 };
  };
  if (!/^AC[0-9a-fA-F]{32}$/.test(text('accountSid'))) {
    faults.push(
      `${where}.accountSid must be AC and 32 hexadecimal digits, as the console shows it`,
    );
  }
  if (text('authToken') === '') {
    faults.push(`${where}.authToken is missing; the console shows it`);
  }
  const apiUrl = config.getOptionalString('apiUrl')?.replace(/\/+$/, '');
  if (apiUrl !== undefined && !/^https?:\/\/[^\s/]+/.test(apiUrl)) {
    faults.push(`${where}.apiUrl must begin with https://`);
  }
  const from = number('from');
  return {
    id,
    accountSid: text('accountSid'),
    authToken: text('authToken'),
    from,
    voiceFrom: config.has('voiceFrom') ? number('voiceFrom') : from,
    apiUrl,
    smsLimit: perMinute('messagesPerMinute'),
    voiceLimit: perMinute('callsPerMinute'),
  };
}

/**
 * Where Twilio reaches this portal, without a slash at the end; undefined where it cannot: it takes no
 * address of a machine of one's own.
 */
export function readCallbackBase(root: Config): string | undefined {
  const configured = root.getOptionalString('incidents.publicBaseUrl');
  const base = configured ?? root.getString('backend.baseUrl');
  return configured || base.startsWith('https://')
    ? base.replace(/\/+$/, '')
    : undefined;
}
