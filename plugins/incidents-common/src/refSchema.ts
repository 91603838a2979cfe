import { z } from 'zod';
import { normalizeEntityRef } from './refs';

/**
 * A full, lower-case entity ref (`component:default/checkout`).
 *
 * Short and mixed-case refs are accepted where the kind is named and are made full, because
 * people type `Component:checkout`; a ref without a kind is refused with an example.
 *
 * @public
 */
export const entityRefSchema = refSchema(
  'an entity',
  'component:default/checkout',
);

/** As `entityRefSchema`, of whoever owns something: what is refused is refused with a group. @public */
export const ownerRefSchema = refSchema('a group', 'group:default/payments');

function refSchema(what: string, example: string) {
  return z
    .string()
    .trim()
    .min(3, `must name ${what}, such as ${example}`)
    .max(600)
    .transform((text, context) => {
      const ref = normalizeEntityRef(text);
      if (ref) return ref;
      context.addIssue({
        code: 'custom',
        message: `'${text}' is not an entity ref; write kind:namespace/name, such as ${example}`,
      });
      return z.NEVER;
    });
}
