import { stringifyEntityRef } from '@backstage/catalog-model';
import { CompletionContext, CompletionSource } from '@codemirror/autocomplete';
import { CatalogApi } from '@backstage/plugin-catalog-react';
import { kindOf } from '@muster/backstage-plugin-incidents-common';
import { displayNameOf } from '../../../kit';
import { mentionedKinds } from '../../markdown/mention';

/** `@`, and what may follow it while a mention is typed. */
const begun = /(?<![\w@/])@[\w:./-]*/;

/** Completes `@ana` to `@user:default/ana.ruiz`, from the catalog. */
export const mentionSource =
  (catalog: CatalogApi): CompletionSource =>
  async (context: CompletionContext) => {
    const word = context.matchBefore(begun);
    if (!word) return null;
    const term = word.text.slice(1).replace(/^.*[:/]/, '');
    const { items } = await catalog.queryEntities({
      filter: { kind: [...mentionedKinds] },
      fields: ['kind', 'metadata', 'spec.profile'],
      limit: 20,
      ...(term && {
        fullTextFilter: {
          term,
          fields: [
            'metadata.name',
            'metadata.title',
            'spec.profile.displayName',
          ],
        },
      }),
    });
    // It was typed on meanwhile: this answer is old.
    if (context.aborted) return null;
    return {
      from: word.from,
      filter: false,
      options: items
        .map(entity => {
          const ref = stringifyEntityRef(entity);
          const { title, name } = entity.metadata;
          return {
            label: displayNameOf(entity.spec?.profile) ?? title ?? name,
            detail: kindOf(ref),
            apply: `@${ref}`,
          };
        })
        // Ana before Sana for `@ana`.
        .sort((a, b) => rank(b.label, term) - rank(a.label, term)),
    };
  };

const rank = (label: string, term: string): number =>
  label.toLocaleLowerCase().startsWith(term.toLocaleLowerCase()) ? 1 : 0;
