import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import { NamedRef } from '@muster/backstage-plugin-incidents-common';
import { useLayout } from './styles';

const colours = [
  '#00695c',
  '#5e35b1',
  '#ad1457',
  '#37474f',
  '#6d4c41',
  '#1f5493',
  '#9a3412',
  '#2e6b34',
];

const useStyles = makeStyles({
  avatar: {
    borderRadius: '50%',
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    flex: 'none',
    color: '#fff',
    fontWeight: 700,
  },
});

/** Initials on a colour that stays the same for a person. */
export const Avatar = (props: { person: NamedRef; size?: number }) => {
  const { person, size = 30 } = props;
  const { avatar } = useStyles();
  return (
    <span
      aria-hidden
      className={avatar}
      style={{
        background: avatarColour(person.ref),
        width: size,
        height: size,
        fontSize: size * 0.38,
      }}
    >
      {initialsOf(person.name)}
    </span>
  );
};

/** The colour of a person (or group), the same everywhere; white text on it is readable. */
export const avatarColour = (ref: string): string =>
  colours[
    [...ref].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) %
      colours.length
  ];

const initialsOf = (name: string): string => {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  return [words[0], words.length > 1 ? words[words.length - 1] : undefined]
    .map(word => word?.[0]?.toLocaleUpperCase() ?? '')
    .join('');
};

/** The name of something in the catalog, linked to its page. */
export const EntityLink = ({ entity }: { entity: NamedRef }) => {
  const { link, breakable } = useLayout();
  const toEntity = useRouteRef(entityRouteRef);
  return (
    <Link
      className={`${link} ${breakable}`}
      to={toEntity(entityRouteParamsOf(entity.ref))}
    >
      {entity.name}
    </Link>
  );
};

const entityRouteParamsOf = (ref: string) => {
  const { kind, namespace, name } = parseEntityRef(ref);
  return { kind, namespace, name };
};

/** Avatar and linked name. */
export const Person = (props: { person: NamedRef; size?: number }) => {
  const { row } = useLayout();
  return (
    <span className={row} style={{ display: 'inline-flex', gap: 8 }}>
      <Avatar {...props} />
      <EntityLink entity={props.person} />
    </span>
  );
};

/** Names in a sentence: `Ana Ruiz, Ben Okafor`. */
export const namesOf = (people: readonly NamedRef[]): string =>
  people.map(({ name }) => name).join(', ');
