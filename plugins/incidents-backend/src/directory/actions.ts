import {
  namedRefSchema,
  severitySchema,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { entityIn, oneRef } from '../platform/actionShapes';
import { RoomAction, roomAction } from '../platform/roomAction';
import { Directory, findDependants } from './service';

/** Further dependants are left out. */
const mostDependants = 200;

/** What plays may ask of the directory. */
export function directoryActions(options: {
  readonly directory: Directory;
}): readonly RoomAction[] {
  const { directory } = options;
  const some = z.array(namedRefSchema);
  return [
    roomAction({
      id: 'directory.look-up@1',
      title: 'Look up an entity',
      description:
        'Looks up what the catalog says of an entity: its owner and who is in it, what it is part of, what depends on it. It changes nothing.',
      input: z.strictObject({
        entity: oneRef.optional().describe('Left out: the entity of the run'),
        depth: z
          .number()
          .int()
          .min(1)
          .max(5)
          .default(1)
          .describe(
            'How far to follow what depends on it; 1: what does so directly',
          ),
      }),
      output: z.object({
        ref: z.string(),
        name: z.string(),
        kind: z.string(),
        owner: namedRefSchema.nullable(),
        ownerPeople: some.describe('Who is in the owner group'),
        lead: namedRefSchema.nullable().describe('The lead of the owner group'),
        system: namedRefSchema.nullable(),
        tier: z.number().nullable(),
        severityFloor: severitySchema.nullable(),
        runbook: z.string().nullable(),
        tags: z.array(z.string()),
        dependsOn: some.describe('What it depends on directly'),
        dependants: some.describe('What depends on it, nearest first'),
      }),
      reversible: true,
      readOnly: true,
      plan: async ({ entity: ref, depth }, context) => {
        const entity = await directory.mustHave(
          entityIn(ref, context),
          'with.entity',
        );
        const one = async (target: string | null) =>
          target === null ? null : (await directory.named([target]))[0];
        const owner = await one(entity.ownerRef);
        const dependants = await findDependants(
          directory,
          entity.ref,
          depth,
          mostDependants,
        );
        const output = {
          ref: entity.ref,
          name: entity.title,
          kind: entity.kind,
          owner,
          ownerPeople: owner ? [...(await directory.membersOf(owner.ref))] : [],
          lead: owner
            ? await one((await directory.known(owner.ref))?.leadRef ?? null)
            : null,
          system: await one(entity.systemRef),
          tier: entity.tier,
          severityFloor: entity.severityFloor,
          runbook: entity.runbook,
          tags: [...(entity.tags ?? [])],
          dependsOn: [...(await directory.named(entity.dependsOnRefs ?? []))],
          dependants: dependants.map(({ ref: at, title }) => ({
            ref: at,
            name: title,
          })),
        };
        return {
          lines: [
            `Looks up ${entity.title}: owned by ${owner?.name ?? 'nobody'}, ${dependants.length} depend on it`,
          ],
          apply: async () => output,
        };
      },
    }),
  ];
}
