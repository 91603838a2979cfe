import fc from 'fast-check';
import { fieldNames, hostileJson, hostileText } from './hostileValues';
import { Json, Place, placesIn, withFieldAt, withValueAt } from './json';
import { Packing, packings } from './packing';
import { PathTrick, pathTricks } from './pathTricks';
import { Role, roles } from './roles';
import { allowedBy } from './schemaValues';
import { Target, targets } from './targets';

/** A request, as it is generated and shrunk: what exists in the portal is only mentioned. */
export interface FuzzRequest {
  readonly target: Target;
  readonly role: Role;
  readonly method: string;
  readonly pathTrick: PathTrick;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** `{ params, query, body }`; any of it may be spoilt. */
  readonly parts: Json;
  readonly packing: Packing;
}

/** One way to make a request worse. */
interface Spoil {
  /** Taken modulo the number of places. */
  readonly nth: number;
  readonly how: 'replace' | 'remove' | 'add';
  readonly name: string;
  readonly value: Json;
}

const spoil: fc.Arbitrary<Spoil> = fc.record({
  nth: fc.nat({ max: 1000 }),
  how: fc.constantFrom<Spoil['how'][]>('replace', 'remove', 'add'),
  name: fc.constantFrom(...fieldNames),
  value: hostileJson,
});

function spoilt(parts: Json, { nth, how, name, value }: Spoil): Json {
  // Neither the whole nor its three parts: what is below them.
  const places = placesIn(parts).filter(place => place.length > 1);
  const place: Place | undefined = places[nth % Math.max(places.length, 1)];
  if (how === 'add' || !place) {
    const whole: Place[] = [['query'], ['body']];
    const around = place?.slice(0, -1) ?? [];
    const where = around.length > 0 ? around : whole[nth % whole.length];
    return withFieldAt(parts, where, name, value);
  }
  return withValueAt(parts, place, how === 'remove' ? undefined : value);
}

const methods = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'],
  ...['PROPFIND', 'SEARCH', 'LINK', 'M-SEARCH'],
];

/** What a header can hold at all: the client itself refuses the rest. */
const headerText = fc
  .oneof(hostileText, fc.constantFrom('*/*', 'gzip', 'null', '../x', '@'))
  .map(value => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '').slice(0, 4000));
const oddHeader = fc.tuple(
  fc.constantFrom(
    ...['accept', 'accept-language', 'accept-encoding', 'authorization'],
    ...['cookie', 'origin', 'referer', 'user-agent', 'host', 'range'],
    ...['if-none-match', 'x-forwarded-for', 'x-forwarded-host'],
    ...['x-forwarded-proto', 'x-http-method-override', 'x-routing-key'],
    ...['x-request-id', 'content-md5', 'traceparent', 'prefer'],
  ),
  headerText,
);

const role = fc.constantFrom<Role[]>(
  ...(Object.keys(roles) as Role[]),
  // They get furthest.
  'member',
  'admin',
  'admin',
);

function requestTo(target: Target): fc.Arbitrary<FuzzRequest> {
  const valid = fc.record({
    params: allowedBy(target.params, target.meaning),
    query: allowedBy(target.query, target.meaning),
    body: allowedBy(target.body, target.meaning),
  });
  const worse = fc
    .tuple(valid, fc.array(spoil, { minLength: 1, maxLength: 3 }))
    .map(([parts, spoils]) => spoils.reduce<Json>(spoilt, parts));
  const plain = {
    target: fc.constant(target),
    role,
    method: fc.constant(target.method.toUpperCase()),
    pathTrick: fc.constant<PathTrick>('as it is'),
    headers: fc.constant([]),
    packing: fc.constant<Packing>('JSON'),
  };
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ ...plain, parts: valid }) },
    { weight: 5, arbitrary: fc.record({ ...plain, parts: worse }) },
    {
      weight: 3,
      arbitrary: fc.record({
        ...plain,
        parts: fc.oneof(valid, worse),
        method: fc.oneof(
          { weight: 4, arbitrary: plain.method },
          { weight: 1, arbitrary: fc.constantFrom(...methods) },
        ),
        pathTrick: fc.oneof(
          { weight: 4, arbitrary: plain.pathTrick },
          { weight: 1, arbitrary: fc.constantFrom(...pathTricks) },
        ),
        headers: fc.array(oddHeader, { maxLength: 2 }),
        packing: fc.constantFrom(...packings),
      }),
    },
  );
}

/** Requests to everything that there is; what strangers can reach comes more often. */
export const anyRequest: fc.Arbitrary<FuzzRequest> = fc.oneof(
  ...targets.map(target => ({
    arbitrary: requestTo(target),
    weight: target.isPublic ? 5 : 1,
  })),
);
