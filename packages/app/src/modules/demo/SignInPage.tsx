import { ProxiedSignInPage, SignInPage } from '@backstage/core-components';
import {
  configApiRef,
  IdentityApi,
  SignInPageProps,
  useApi,
} from '@backstage/core-plugin-api';
import Avatar from '@material-ui/core/Avatar';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { chosenPerson, demoPeople, DemoPerson } from './people';

const useStyles = makeStyles(theme => ({
  page: {
    minHeight: '100vh',
    padding: theme.spacing(6, 2),
    background: theme.palette.background.default,
    color: theme.palette.text.primary,
  },
  column: { maxWidth: 880, margin: '0 auto' },
  people: {
    listStyle: 'none',
    margin: theme.spacing(4, 0, 0),
    padding: 0,
    display: 'grid',
    gap: theme.spacing(1.5),
    gridTemplateColumns: 'repeat(auto-fill, minmax(250px, 1fr))',
  },
  person: {
    width: '100%',
    height: '100%',
    justifyContent: 'flex-start',
    textAlign: 'left',
    textTransform: 'none',
    padding: theme.spacing(1.5),
    background: theme.palette.background.paper,
  },
  avatar: {
    marginRight: theme.spacing(1.5),
    background: theme.palette.type === 'dark' ? '#9cc9ff' : '#1f5493',
    color: theme.palette.type === 'dark' ? '#12263a' : '#fff',
  },
}));

/** Signs in as somebody of the demo; as a guest where this portal is not one. */
export const PortalSignInPage = (props: SignInPageProps) => {
  const people = demoPeople(useApi(configApiRef));
  return people ? (
    <DemoSignInPage {...props} people={people} />
  ) : (
    <SignInPage {...props} providers={['guest']} />
  );
};

const DemoSignInPage = (
  props: SignInPageProps & { people: readonly DemoPerson[] },
) => {
  const classes = useStyles();
  const [person, setPerson] = useState(chosenPerson.get());

  if (person) {
    return (
      <ProxiedSignInPage
        {...props}
        provider="demo"
        headers={{ 'x-demo-person': person }}
        onSignInSuccess={identity =>
          props.onSignInSuccess(forgettingOnSignOut(identity))
        }
        ErrorComponent={({ error }) => (
          <main className={classes.page}>
            <div className={classes.column}>
              <Typography variant="h5" component="h1">
                Signing in did not work
              </Typography>
              <Typography paragraph>{error?.message}</Typography>
              <Button
                variant="outlined"
                onClick={() => {
                  chosenPerson.clear();
                  setPerson(undefined);
                }}
              >
                Choose again
              </Button>
            </div>
          </main>
        )}
      />
    );
  }

  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <Typography variant="h4" component="h1">
          Who are you today?
        </Typography>
        <Typography color="textSecondary">
          This is a demo: nobody needs a password, and no mail leaves this
          machine.
        </Typography>
        <ul className={classes.people}>
          {props.people.map(({ ref, name, part }) => (
            <li key={ref}>
              <Button
                className={classes.person}
                variant="outlined"
                onClick={() => {
                  chosenPerson.set(ref);
                  setPerson(ref);
                }}
              >
                <Avatar className={classes.avatar} aria-hidden>
                  {initialsOf(name)}
                </Avatar>
                <span>
                  <Typography component="span" display="block">
                    {name}
                  </Typography>
                  <Typography
                    component="span"
                    display="block"
                    variant="body2"
                    color="textSecondary"
                  >
                    {part}
                  </Typography>
                </span>
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
};

const initialsOf = (name: string): string =>
  name
    .split(' ')
    .map(word => word[0])
    .join('')
    .slice(0, 2);

/** Signing out must lead back to the choice, not straight in again as the same person. */
const forgettingOnSignOut = (identity: IdentityApi): IdentityApi => ({
  getProfileInfo: () => identity.getProfileInfo(),
  getBackstageIdentity: () => identity.getBackstageIdentity(),
  getCredentials: () => identity.getCredentials(),
  async signOut() {
    chosenPerson.clear();
    await identity.signOut();
  },
});
