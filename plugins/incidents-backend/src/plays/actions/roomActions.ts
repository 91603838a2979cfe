import { Permission } from '@backstage/plugin-permission-common';
import {
  incidentManagePermission,
  incidentRespondPermission,
} from '@muster/backstage-plugin-incidents-common';
import { z } from 'zod';
import { parse } from '../../platform/errors';
import { ActionContext, RoomAction } from '../../platform/roomAction';
import { InsideAction, PlayActionContext } from '../ports';
import { AuthorityGuard } from './authority';

/** A JSON schema, as far as anybody here looks into it. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly [key: string]: unknown;
}

/** The JSON schema of what is taken or given. */
export const jsonSchemaOf = (
  schema: z.ZodType,
  io: 'input' | 'output',
): JsonSchema => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
  });
  return rest;
};

/** An action of a room, for plays: with leave, and with its input checked. */
export function insideAction(
  action: RoomAction,
  guard: AuthorityGuard,
): InsideAction {
  const { id, title, description, reversible } = action;
  return {
    kind: 'inside',
    info: {
      id,
      title,
      description,
      source: 'Muster',
      input: jsonSchemaOf(action.input, 'input'),
      output: jsonSchemaOf(action.output, 'output'),
      // Done once in any case: it is one transaction with the record that it was.
      idempotent: true,
      simulatable: true,
      reversible,
    },
    permission: permissionOf(action),
    plan: async (written, context) => {
      const input = parse('with', action.input, written ?? {});
      await guard.check(
        {
          id,
          readOnly: action.readOnly ?? false,
          access: action.access ?? 'responder',
          entityRef: action.entityOf?.(input) ?? null,
        },
        context,
      );
      return action.plan(input, spoken(context));
    },
  };
}

/** As the endpoints that do the same for a person ask for it. */
function permissionOf({
  readOnly,
  access,
  permission,
}: RoomAction): Permission | undefined {
  if (readOnly || permission) return permission;
  return access === 'signed-in'
    ? incidentRespondPermission
    : incidentManagePermission;
}

/** As rooms see it: who does it, in words, and what timelines keep of the run. */
function spoken(context: PlayActionContext): ActionContext {
  const { actor, authority, runId, path, playName, version } = context;
  const leave =
    authority.kind === 'person'
      ? `started by ${authority.person.name}`
      : `approved by ${authority.approvedBy.name}`;
  return {
    actor,
    who: `Play ${playName} v${version} (${leave})`,
    data: { runId, path, play: actor.ref, version },
    incidentId: context.incidentId,
    isSample: context.isSample,
    entityRef: context.entityRef,
    at: context.at,
    idempotencyKey: context.idempotencyKey,
  };
}
