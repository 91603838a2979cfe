import { Access } from './api/endpoint';

/** Who calls, as far as the floor is concerned. @public */
export type Caller =
  | {
      readonly kind: 'person';
      /** The person's user ref. */
      readonly ref: string;
      /** Everything through which the person owns things; their own ref included. */
      readonly ownership: readonly string[];
      readonly isAdmin: boolean;
    }
  /** Another plugin, or a pipeline with an external access token. */
  | { readonly kind: 'service'; readonly subject: string };

/** What is acted on, as far as the floor is concerned. @public */
export interface Subject {
  /** The owner group (or person) of the thing; null when it has none. */
  readonly ownerRef: string | null;
  /** People assigned to it or taking part. */
  readonly responders: readonly string[];
}

/**
 * The floor of domain.md, "Who may do what". Backstage's permission framework can only narrow it.
 *
 * @param reads - whether the endpoint changes nothing; services may read and nothing else
 * @param subjects - everything the call touches; the caller must pass for each
 * @public
 */
export function passesFloor(
  access: Exclude<Access, 'public'>,
  reads: boolean,
  caller: Caller,
  subjects: readonly Subject[],
): boolean {
  if (caller.kind === 'service') return reads && access === 'signed-in';
  if (access === 'signed-in' || caller.isAdmin) return true;
  if (access === 'admin') return false;
  return (
    subjects.length > 0 &&
    subjects.every(
      ({ ownerRef, responders }) =>
        (ownerRef !== null && caller.ownership.includes(ownerRef)) ||
        (access === 'responder' && responders.includes(caller.ref)),
    )
  );
}
