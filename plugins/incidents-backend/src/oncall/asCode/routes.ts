import {
  Caller,
  contract,
  escalationManagePermission,
  NamedRef,
  passesFloor,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, personOf } from '../../directory/service';
import { EndpointServer } from '../../platform/http';
import { ScheduleImport } from './ScheduleImport';

/** A pipeline that may apply schedules of some owners: `incidents.pipelines`. */
export interface Pipeline {
  /** Of its access token: `external:ci`. */
  readonly subject: string;
  readonly ownerRefs: readonly string[];
}

/** Serves schedules as YAML. */
export function mountSchedulesAsCode(
  server: EndpointServer,
  options: {
    imports: ScheduleImport;
    directory: Directory;
    pipelines: readonly Pipeline[];
  },
): void {
  const { imports, directory, pipelines } = options;

  /** The floor of editing, which the endpoint itself does not have: everybody may check a text. */
  const mayEdit = (caller: Caller, ownerRefs: readonly string[]): boolean => {
    if (caller.kind === 'person') {
      const subjects = ownerRefs.map(ownerRef => ({
        ownerRef,
        responders: [],
      }));
      return passesFloor('owner', false, caller, subjects);
    }
    const allowed = pipelines
      .filter(({ subject }) => subject === caller.subject)
      .flatMap(pipeline => pipeline.ownerRefs);
    return ownerRefs.every(ref => allowed.includes(ref));
  };
  const named = async (caller: Caller): Promise<NamedRef> =>
    caller.kind === 'person'
      ? personOf(directory, caller)
      : { ref: caller.subject, name: caller.subject };

  server.mount(contract.oncall.exportSchedule, {
    handle: async ({ params }) => ({ yaml: await imports.export(params.id) }),
  });

  server.mount(contract.oncall.importSchedule, {
    changes: ({ body }) => body.apply,
    needs: ({ body }) => (body.apply ? [escalationManagePermission] : []),
    handle: async ({ body: { yaml, apply, seenVersion }, caller }) => {
      const { errors, diff, ...rest } = apply
        ? await imports.apply(yaml, seenVersion, {
            by: await named(caller),
            mayEdit: ownerRefs => mayEdit(caller, ownerRefs),
          })
        : await imports.check(yaml);
      return { ...rest, errors: [...errors], diff: [...diff] };
    },
  });
}
