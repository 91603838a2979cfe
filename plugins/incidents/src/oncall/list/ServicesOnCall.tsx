import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import {
  endpoints,
  ServiceOnCall,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';
import { useEndpoint } from '../../data';
import { Answer, At, Avatar, EntityLink, Panel, useLayout } from '../../kit';
import { useOnCallText } from '../../translation';

const useStyles = makeStyles(theme => ({
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    '& th, & td': {
      padding: theme.spacing(0.75, 1.5, 0.75, 0),
      textAlign: 'left',
      verticalAlign: 'top',
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
    // On a phone a service is a small card of lines.
    [theme.breakpoints.down('xs')]: {
      '& thead': { display: 'none' },
      '& tr': {
        display: 'block',
        padding: theme.spacing(1, 0),
        borderBottom: `1px solid ${theme.palette.divider}`,
      },
      '& th, & td': { display: 'block', border: 'none', padding: 0 },
    },
  },
}));

const pageSize = 25;
const mostRows = 200;

/** Who is on call for every service of the company. */
export const ServicesOnCall = () => {
  const t = useOnCallText();
  const { stack, mute } = useLayout();
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(pageSize);
  useDebounce(() => setSearch(typed.trim()), 250, [typed]);
  const state = useEndpoint(
    endpoints.escalation.servicesOnCall,
    { query: { limit, search } },
    { keep: true },
  );
  return (
    <Panel title={t('services.title')}>
      <div className={stack}>
        <div>
          <TextField
            id="services-search"
            type="search"
            label={t('services.search')}
            value={typed}
            onChange={event => setTyped(event.target.value)}
            style={{ width: 260 }}
          />
        </div>
        <Answer state={state}>
          {({ items, nextCursor }) => (
            <>
              {items.length === 0 ? (
                <span className={mute}>
                  {t(search ? 'services.noMatch' : 'services.none')}
                </span>
              ) : (
                <Services items={items} />
              )}
              {nextCursor !== null &&
                (limit < mostRows ? (
                  <div>
                    <Button
                      size="small"
                      variant="outlined"
                      onClick={() => setLimit(Math.min(mostRows, limit * 4))}
                    >
                      {t('services.more')}
                    </Button>
                  </div>
                ) : (
                  <span className={mute}>{t('services.searchOn')}</span>
                ))}
            </>
          )}
        </Answer>
      </div>
    </Panel>
  );
};

const Services = ({ items }: { items: readonly ServiceOnCall[] }) => {
  const { table } = useStyles();
  const t = useOnCallText();
  const { row, wrap, small, mute, warn, bad, breakable } = useLayout();
  return (
    <table className={`${table} ${breakable}`}>
      <thead>
        <tr>
          <th scope="col">{t('services.service')}</th>
          <th scope="col">{t('services.onCall')}</th>
          <th scope="col">{t('services.policy')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ entity, owner, policy, people, until, reachable }) => (
          <tr key={entity.ref}>
            <th scope="row">
              <EntityLink entity={entity} />
              {owner && (
                <div className={`${small} ${mute}`} style={{ fontWeight: 400 }}>
                  {owner.name}
                </div>
              )}
            </th>
            <td>
              <span className={`${row} ${wrap}`} style={{ gap: 8 }}>
                {people.map(person => (
                  <span key={person.ref} className={row} style={{ gap: 6 }}>
                    <Avatar person={person} size={22} />
                    <EntityLink entity={person} />
                  </span>
                ))}
                {people.length === 0 && (
                  <b className={bad}>⚠ {t('services.nobody')}</b>
                )}
              </span>
              <span className={`${small} ${mute}`}>
                {until && t('schedules.until', { moment: <At at={until} /> })}
              </span>
              {people.length > 0 && !reachable && (
                <div className={`${small} ${warn}`}>
                  ! {t('services.unreachable')}
                </div>
              )}
            </td>
            <td className={`${small} ${mute}`}>{policy}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
