import { ConflictError, InputError } from '@backstage/errors';
import {
  Caller,
  NamedRef,
  passesFloor,
  PostmortemTemplate,
  Severity,
} from '@muster/backstage-plugin-incidents-common';
import { Directory, faultsOfPeople } from '../../../directory/service';
import { Clock } from '../../../platform/clock';
import { Database, isUniqueViolation } from '../../../platform/database';
import { builtInId, builtInTemplate } from './builtInTemplate';
import { faultsOfSections } from './faultsOfSections';
import {
  deleteTemplate,
  getTemplate,
  insertTemplate,
  readTemplates,
  TemplateFields,
  TemplateRecord,
  updateTemplate,
} from './templateStore';

/** A template with which a postmortem begins. */
export type ChosenTemplate = Pick<TemplateRecord, 'id' | 'name' | 'sections'>;

/** What templates need. */
export interface TemplatesOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly directory: Directory;
}

/** The floor's subject of a template: those of everybody are the admins'. */
export const subjectOfTemplate = (ownerRef: string | null) => ({
  ownerRef,
  responders: [],
});

/** Templates of the portal: which there are, and which of them a postmortem begins with. */
export class Templates {
  readonly #options: TemplatesOptions;

  constructor(options: TemplatesOptions) {
    this.#options = options;
  }

  /** All of them, that of Muster first. */
  async list(caller: Caller): Promise<PostmortemTemplate[]> {
    const stored = await readTemplates(this.#options.database.knex);
    return [
      {
        ...builtInTemplate,
        sections: [...builtInTemplate.sections],
        owner: null,
        severities: [],
        builtIn: true,
        version: 1,
        mayEdit: false,
      },
      ...(await this.#shown(stored, caller)),
    ];
  }

  /** One that is stored. @throws InputError for that of Muster; NotFoundError for none */
  async get(id: string): Promise<TemplateRecord> {
    if (id === builtInId) {
      throw new InputError(
        'The template that comes with Muster cannot be changed; add one of your own, which is taken in its place',
      );
    }
    return getTemplate(this.#options.database.knex, id);
  }

  /** @throws InputError naming every fault; ConflictError for a name that is taken */
  async add(
    fields: TemplateFields,
    by: NamedRef,
    caller: Caller,
  ): Promise<PostmortemTemplate> {
    const { database, clock, newId } = this.#options;
    await this.#check(fields);
    const id = newId();
    await named(fields, () =>
      insertTemplate(database.knex, id, fields, clock.now(), by),
    );
    const [shown] = await this.#shown([await this.get(id)], caller);
    return shown;
  }

  /** @throws as `add`, and ConflictError when somebody has changed it since `version` */
  async change(
    id: string,
    version: number,
    fields: TemplateFields,
    by: NamedRef,
    caller: Caller,
  ): Promise<PostmortemTemplate> {
    const { database, clock } = this.#options;
    await this.#check(fields);
    const done = await named(fields, () =>
      updateTemplate(database.knex, id, version, fields, clock.now(), by),
    );
    if (!done) {
      const now = await this.get(id);
      throw new ConflictError(
        `The template “${now.name}” was changed since you opened it (version ${now.version}, you saw ${version}); look at it again, then repeat your change`,
      );
    }
    const [shown] = await this.#shown([await this.get(id)], caller);
    return shown;
  }

  /** Postmortems that have begun with it stay as they are. */
  async remove(id: string): Promise<void> {
    await deleteTemplate(this.#options.database.knex, id);
  }

  /**
   * The one that is asked for; else the most particular one: of the team before everybody's, for the severity before for all.
   *
   * @throws InputError when there is none as asked for
   */
  async choose(
    ownerRef: string | null,
    severity: Severity,
    askedId?: string,
  ): Promise<ChosenTemplate> {
    const stored = await readTemplates(this.#options.database.knex);
    if (askedId !== undefined && askedId !== builtInId) {
      const asked = stored.find(({ id }) => id === askedId);
      if (asked) return asked;
      throw new InputError(
        `body.templateId names ${askedId}, and there is no such template; GET /v1/postmortem-templates lists them`,
      );
    }
    const fitting = stored.filter(
      template =>
        (template.ownerRef === null || template.ownerRef === ownerRef) &&
        (template.severities.length === 0 ||
          template.severities.includes(severity)),
    );
    const worth = (template: TemplateRecord) =>
      (template.ownerRef === null ? 0 : 2) +
      (template.severities.length === 0 ? 0 : 1);
    const [best] = fitting.sort((a, b) => worth(b) - worth(a));
    return askedId === builtInId ? builtInTemplate : (best ?? builtInTemplate);
  }

  async #check({ ownerRef, sections }: TemplateFields): Promise<void> {
    const { directory } = this.#options;
    const faults = [
      ...(ownerRef === null
        ? []
        : await faultsOfPeople(directory, [
            { field: 'body.ownerRef', ref: ownerRef, kinds: ['group'] },
          ])),
      ...faultsOfSections(sections),
    ];
    if (faults.length > 0) throw new InputError(faults.join('; '));
  }

  async #shown(
    records: readonly TemplateRecord[],
    caller: Caller,
  ): Promise<PostmortemTemplate[]> {
    const refs = records.flatMap(({ ownerRef }) => ownerRef ?? []);
    const names = new Map(
      (await this.#options.directory.named([...new Set(refs)])).map(owner => [
        owner.ref,
        owner,
      ]),
    );
    return records.map(({ ownerRef, ...template }) => ({
      ...template,
      severities: [...template.severities],
      sections: [...template.sections],
      owner:
        ownerRef === null
          ? null
          : (names.get(ownerRef) ?? { ref: ownerRef, name: ownerRef }),
      builtIn: false,
      mayEdit: passesFloor('owner', false, caller, [
        subjectOfTemplate(ownerRef),
      ]),
    }));
  }
}

/** Says in words that a name is taken. */
async function named<T>(
  { name }: TemplateFields,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ConflictError(
      `body.name is “${name}”, as another template is called; choose another`,
    );
  }
}
