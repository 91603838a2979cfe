import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** `incidents.email` of the configuration, checked. */
export interface EmailConfig {
  readonly from: string;
  readonly smtp: SmtpConfig;
}

/** How the SMTP server is reached. */
export type SmtpConfig =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly secure: boolean;
      readonly auth?: { readonly user: string; readonly pass: string };
    };

/**
 * Reads `incidents.email`; undefined when it is not there at all.
 *
 * @throws InputError naming the key and what it should be
 */
export function readEmailConfig(root: Config): EmailConfig | undefined {
  const config = root.getOptionalConfig('incidents.email');
  if (!config) return undefined;
  const from = config.getOptionalString('from')?.trim() ?? '';
  if (!/^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(from)) {
    throw new InputError(
      'incidents.email.from must be the sender of pages, such as Muster <muster@example.com>',
    );
  }
  return { from, smtp: readSmtp(config) };
}

function readSmtp(config: Config): SmtpConfig {
  const url = config.getOptionalString('smtp.url');
  const host = config.getOptionalString('smtp.host');
  if ((url === undefined) === (host === undefined)) {
    throw new InputError(
      'incidents.email.smtp must have either url or host, so that pages know their server',
    );
  }
  if (url !== undefined) {
    if (!/^smtps?:\/\/[^\s/]+/.test(url)) {
      throw new InputError(
        'incidents.email.smtp.url must begin with smtp:// or smtps:// and name a server',
      );
    }
    return { url };
  }
  const port = config.getOptionalNumber('smtp.port');
  const secure = config.getOptionalBoolean('smtp.secure') ?? port === 465;
  const user = config.getOptionalString('smtp.user');
  const password = config.getOptionalString('smtp.password');
  if ((user === undefined) !== (password === undefined)) {
    throw new InputError(
      'incidents.email.smtp must have both user and password, or neither',
    );
  }
  return {
    host: host ?? '',
    port: port ?? (secure ? 465 : 587),
    secure,
    ...(user !== undefined && password !== undefined
      ? { auth: { user, pass: password } }
      : {}),
  };
}
