import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  entityRefSchema,
  ownerRefSchema,
  postmortemRules,
  postmortemStepRoles,
  severitySchema,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';

const refs = z
  .union([entityRefSchema.transform(ref => [ref]), z.array(entityRefSchema)])
  .default([]);

const schema = z.object({
  catchAll: refs,
  admins: refs,
  defaultPolicy: z.string().optional(),
  pageFrom: severitySchema.default('SEV4'),
  numberPrefix: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]*-$/, 'must be letters and a dash, as in INC-')
    .default('INC-'),
  publicBaseUrl: z.url().optional(),
  eventsPerMinutePerKey: z.number().int().min(1).default(3000),
  keys: z
    .array(z.string().min(16, 'must have at least 16 characters'))
    .default([]),
  pipelines: z
    .array(
      z.strictObject({
        subject: z.string().min(1),
        ownerRefs: z.array(entityRefSchema).min(1),
      }),
    )
    .default([]),
  onCall: z
    .object({
      handoffNoticeMinutes: z
        .number()
        .int()
        .min(0)
        .max(7 * 24 * 60)
        .default(60),
    })
    .prefault({}),
  plays: z
    .object({
      keepRunsDays: z.number().int().min(1).max(3650).default(90),
      http: z
        .strictObject({ allow: z.array(z.string().min(1)).default([]) })
        .prefault({}),
      secrets: z
        .record(
          z
            .string()
            .regex(
              /^[A-Z][A-Z0-9_]{0,63}$/,
              'must be a name of capital letters, digits and _, such as JENKINS_TOKEN',
            ),
          z.strictObject({
            value: z.string().min(8, 'must have at least 8 characters'),
            hosts: z
              .array(z.string().min(1).toLowerCase())
              .min(1, 'must name the hosts that it may be sent to'),
            owners: z
              .array(ownerRefSchema)
              .min(1, 'must name a group, or be left out for all')
              .optional(),
          }),
        )
        .default({}),
    })
    .prefault({}),
  postmortems: z
    .strictObject({
      rules: z
        .array(
          z.strictObject({
            severities: z.array(severitySchema).min(1).optional(),
            tiers: z.array(z.number().int().min(1).max(4)).min(1).optional(),
            entities: z.array(entityRefSchema).min(1).optional(),
            postmortem: z.enum(postmortemRules),
            dueDays: z.number().int().min(1).max(365).default(7),
          }),
        )
        .default([
          { severities: ['SEV1', 'SEV2'], postmortem: 'required', dueDays: 7 },
          { postmortem: 'optional', dueDays: 14 },
        ]),
      steps: z
        .array(
          z.strictObject({
            title: z
              .string()
              .trim()
              .min(1, 'must say what is to be done')
              .max(200, 'must have 200 characters at most; shorten it'),
            by: z.enum(postmortemStepRoles),
            dueDays: z
              .number()
              .int('must be whole days, such as 2')
              .min(1, 'must be 1 day at least')
              .max(365, 'must be 365 days at most'),
          }),
        )
        .max(12, 'must be 12 steps at most; take some together')
        .default([]),
      escalateAfterDays: z.number().int().min(1).max(365).default(3),
      words: z
        .array(
          z.strictObject({
            words: z.string().trim().min(1).max(100),
            why: z.string().trim().min(1).max(300),
            instead: z.string().max(300).default(''),
          }),
        )
        .max(500)
        .default([]),
      docsFolder: z.string().min(1).optional(),
      feed: z.boolean().default(true),
      followUpDays: z
        .strictObject({
          high: z.number().int().min(1).max(365).default(10),
          medium: z.number().int().min(1).max(365).default(30),
          low: z.number().int().min(1).max(365).default(60),
        })
        .prefault({}),
      assignDays: z
        .strictObject({
          high: z.number().int().min(1).max(365).default(1),
          medium: z.number().int().min(1).max(365).default(3),
          low: z.number().int().min(1).max(365).default(5),
        })
        .prefault({}),
    })
    .prefault({}),
  singlePagesPerMinute: z.number().int().min(1).default(5),
  environment: z.string().trim().min(1).max(100).optional(),
  channels: z
    .record(
      z.string(),
      z.strictObject({ providers: z.array(z.string()).min(1) }),
    )
    .default({}),
  directoryRefreshSeconds: z.number().min(1).max(60).default(20),
  demo: z.boolean().default(false),
});

/** `incidents:` of the configuration, checked; config.d.ts says what each key means. */
export type MusterConfig = z.output<typeof schema> & {
  /** Whether `admins` is Backstage's guest, since none are configured and this portal is under development. */
  readonly guestAdministers: boolean;
  /** The portal's address for people, without a slash at the end. */
  readonly appBaseUrl: string;
  /** The plugin's address for monitors and mail readers, without a slash at the end. */
  readonly publicUrl: string;
};

/**
 * Reads `incidents:`.
 *
 * @throws InputError naming every faulty key
 */
export function readConfig(config: RootConfigService): MusterConfig {
  const raw = config.getOptional('incidents') ?? {};
  const result = schema.safeParse(raw);
  if (!result.success) {
    throw new InputError(
      result.error.issues
        .map(
          issue => `${['incidents', ...issue.path].join('.')} ${issue.message}`,
        )
        .join('; '),
    );
  }
  const parsed = result.data;
  if (parsed.demo && process.env.NODE_ENV === 'production') {
    throw new InputError(
      'incidents.demo is true and NODE_ENV is production. The demo lets anybody sign in as anybody: remove incidents.demo.',
    );
  }
  const guest = parsed.admins.length === 0 && developmentGuest(config);
  const slashless = (url: string) => url.replace(/\/+$/, '');
  return {
    ...parsed,
    admins: guest ? [guest] : parsed.admins,
    guestAdministers: Boolean(guest),
    appBaseUrl: slashless(config.getString('app.baseUrl')),
    publicUrl: `${slashless(parsed.publicBaseUrl ?? config.getString('backend.baseUrl'))}/api/incidents/public`,
  };
}

/**
 * Whom Backstage's guest provider signs in, where it does: only in development. Nobody owns anything there, so without
 * an admin a portal fresh from its template could be looked at, but not tried.
 */
function developmentGuest(config: RootConfigService): string | undefined {
  const guest = config.getOptionalConfig('auth.providers.guest');
  if (!guest || process.env.NODE_ENV !== 'development') return undefined;
  return entityRefSchema.parse(
    guest.getOptionalString('userEntityRef') ?? 'user:development/guest',
  );
}
