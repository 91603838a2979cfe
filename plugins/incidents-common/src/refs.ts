import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { z } from 'zod';

/**
 * A full, lower-case entity ref (`component:default/checkout`).
 *
 * Short and mixed-case refs are accepted where the kind is named and are made full, because
 * people type `Component:checkout`; a ref without a kind is refused with an example.
 *
 * @public
 */
export const entityRefSchema = z
  .string()
  .trim()
  .min(3, 'must name an entity, such as component:default/checkout')
  .max(600)
  .transform((text, context) => {
    const ref = normalizeEntityRef(text);
    if (ref) return ref;
    context.addIssue({
      code: 'custom',
      message: `'${text}' is not an entity ref; write kind:namespace/name, such as component:default/checkout`,
    });
    return z.NEVER;
  });

/** The full, lower-case form of a ref that names its kind, else undefined. @public */
export function normalizeEntityRef(text: string): string | undefined {
  if (!/^[^:/\s]+:([^:/\s]+\/)?[^:/\s]+$/.test(text)) return undefined;
  try {
    return stringifyEntityRef(
      parseEntityRef(text, { defaultNamespace: 'default' }),
    );
  } catch {
    return undefined;
  }
}

/** The kind of a full ref: `component` of `component:default/checkout`. @public */
export const kindOf = (ref: string): string => ref.slice(0, ref.indexOf(':'));

/** The bare name of a ref: `checkout` of `component:default/checkout`. @public */
export const nameOf = (ref: string): string =>
  ref.slice(Math.max(ref.lastIndexOf('/'), ref.indexOf(':')) + 1);
