import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';

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

/** The name of an incident, `INC-128` or `128`; the prefix is not compared, so that it can be changed. @public */
export const incidentNamePattern = /^([A-Za-z][A-Za-z0-9_]*-)?\d{1,9}$/;

/** The kind of a full ref: `component` of `component:default/checkout`. @public */
export const kindOf = (ref: string): string => ref.slice(0, ref.indexOf(':'));

/** The bare name of a ref: `checkout` of `component:default/checkout`. @public */
export const nameOf = (ref: string): string =>
  ref.slice(Math.max(ref.lastIndexOf('/'), ref.indexOf(':')) + 1);
