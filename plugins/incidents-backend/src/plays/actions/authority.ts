import { isError, NotAllowedError } from '@backstage/errors';
import {
  passesFloor,
  Subject,
} from '@muster/backstage-plugin-incidents-common';
import { Directory } from '../../directory/service';
import { Incidents, subjectOf } from '../../incidents/service';
import { PlayActionContext } from '../ports';

/** What is asked for leave. */
export interface AskedAction {
  readonly id: string;
  readonly readOnly: boolean;
  /** Who may do it to an incident, when a person does. */
  readonly access: 'signed-in' | 'responder';
  /** The entity that it is done to besides the run's own; null when there is none. */
  readonly entityRef: string | null;
}

/** What deciding about leave needs. */
export interface AuthorityOptions {
  readonly directory: Pick<Directory, 'known' | 'named' | 'peopleBehind'>;
  readonly incidents: Pick<Incidents, 'get' | 'nameOf'>;
  /** `incidents.admins`. */
  readonly admins: readonly string[];
}

/**
 * Under whose authority runs act (domain.md, Plays). A run that somebody started by hand may do what that person may do
 * now; one that started by itself only what was approved, for its own team unless an admin approved it. This is the one
 * place that decides it, asked before each attempt, so that whoever has left the team has no runs that go on as before.
 */
export class AuthorityGuard {
  readonly #options: AuthorityOptions;

  constructor(options: AuthorityOptions) {
    this.#options = options;
  }

  /** @throws NotAllowedError saying what leave is lacking, and who could give it */
  async check(action: AskedAction, context: PlayActionContext): Promise<void> {
    const { actions, authority, playName, version } = context;
    if (!actions.includes(action.id)) {
      throw new NotAllowedError(
        `${playName} v${version} is not approved to use ${action.id}; save and approve a version that does`,
      );
    }
    if (action.readOnly) return;
    if (authority.kind === 'person') {
      await this.#checkPerson(authority.person, action, context);
    } else if (!authority.everywhere) {
      await this.#checkTeam(action, context);
    }
  }

  async #checkPerson(
    person: { readonly ref: string; readonly name: string },
    action: AskedAction,
    context: PlayActionContext,
  ): Promise<void> {
    const { directory, incidents, admins } = this.#options;
    const { access } = action;
    const { incidentId } = context;
    const isAmong = async (refs: readonly string[]) => {
      const behind = await directory.peopleBehind(refs);
      return refs.some(ref => behind.get(ref)?.includes(person.ref));
    };
    if (!(await isAmong([person.ref]))) {
      throw new NotAllowedError(
        `${person.name}, who started the run, has left the catalog, so nothing more is done in their name`,
      );
    }
    if (access === 'signed-in') return;
    const subject = await this.#subjectOf(action, context);
    const { ownerRef } = subject;
    const ownership = [person.ref];
    if (ownerRef !== null && (await isAmong([ownerRef]))) {
      ownership.push(ownerRef);
    }
    const isAdmin = admins.length > 0 && (await isAmong(admins));
    const caller = {
      kind: 'person' as const,
      ref: person.ref,
      ownership,
      isAdmin,
    };
    if (!passesFloor(access, false, caller, [subject])) {
      throw new NotAllowedError(
        incidentId === null
          ? `${person.name}, who started the run, is not in the team that owns what this is done to, so may not do this`
          : `${person.name}, who started the run, is neither in the team that owns ${incidents.nameOf(incidentId)} nor a responder of it, so may not do this`,
      );
    }
  }

  /** What an action is done to: the incident, else the entity, else whatever the play's team looks after. */
  async #subjectOf(
    { entityRef }: AskedAction,
    context: PlayActionContext,
  ): Promise<Subject> {
    const { directory, incidents } = this.#options;
    if (context.incidentId !== null) {
      return subjectOf(await incidents.get(context.incidentId));
    }
    const ref = entityRef ?? context.entityRef;
    const ownerRef =
      ref === null
        ? context.ownerRef
        : ((await directory.known(ref))?.ownerRef ?? null);
    return { ownerRef, responders: [] };
  }

  async #checkTeam(
    { entityRef }: AskedAction,
    context: PlayActionContext,
  ): Promise<void> {
    const { directory, incidents } = this.#options;
    const { ownerRef, playName } = context;
    const ownerOf = async (ref: string) =>
      (await directory.known(ref))?.ownerRef ?? null;
    const touched =
      context.incidentId === null
        ? []
        : [(await incidents.get(context.incidentId)).owner?.ref ?? null];
    for (const ref of [
      entityRef,
      context.incidentId === null ? context.entityRef : null,
    ]) {
      if (ref !== null) touched.push(await ownerOf(ref));
    }
    const foreign = touched.find(owner => owner !== ownerRef);
    if (foreign === undefined) return;
    const [team] = await directory.named([ownerRef]);
    const [other] = foreign === null ? [] : await directory.named([foreign]);
    throw new NotAllowedError(
      `${playName} may act by itself on what ${team.name} owns only, and this is ${other ? `owned by ${other.name}` : 'owned by nobody'}; when an admin approves it, it may everywhere`,
    );
  }
}

/** It was refused for what it is: trying again is of no use. Whatever else goes wrong before anything is done may pass. */
export const isRefused = (error: unknown): boolean =>
  isError(error) && ['InputError', 'NotAllowedError'].includes(error.name);
