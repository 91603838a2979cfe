import Button from '@material-ui/core/Button';
import {
  endpoints,
  PlayDetail,
} from '@muster/backstage-plugin-incidents-common';
import { useCommand } from '../../data';
import { Ago, CommandError, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';

/** Which version is in force by whose leave, and for who may: enabling the newest one, pausing. */
export const StateButtons = ({ play }: { play: PlayDetail }) => {
  const t = usePlaysText();
  const { tight, row, wrap, small, mute, warn, breakable } = useLayout();
  const { approved, version, actions } = play;
  const set = useCommand(
    endpoints.plays.setState,
    ({ state, name, approved: now }) =>
      state === 'enabled'
        ? t('play.enabled', { play: name, version: String(now?.version) })
        : t('play.pausedNow', { play: name }),
  );
  const change = (state: 'enabled' | 'paused') =>
    void set.run({ params: { id: play.id }, body: { version, state } });
  const isInForce = play.state === 'enabled' && approved?.version === version;
  const mayEdit = play.may.includes('edit');
  return (
    <div className={`${tight} ${breakable}`}>
      <span className={small}>
        {approved ? (
          <>
            {t('play.approved', {
              version: String(approved.version),
              person: approved.by.name,
              moment: <Ago at={approved.at} />,
            })}{' '}
            <span className={mute}>
              {t(approved.everywhere ? 'play.everywhere' : 'play.ownTeam')}
            </span>
          </>
        ) : (
          <span className={mute}>{t('play.notApproved')}</span>
        )}
      </span>
      {approved && approved.version < version && (
        <span className={`${small} ${warn}`}>
          {t('play.newer', { version: String(version) })}
        </span>
      )}
      {mayEdit && (
        <div className={`${row} ${wrap}`}>
          {!isInForce && (
            <Button
              variant="contained"
              color="primary"
              disabled={set.pending}
              onClick={() => change('enabled')}
            >
              {t('play.enable', { version: String(version) })}
            </Button>
          )}
          {play.state === 'enabled' && (
            <Button
              variant="outlined"
              disabled={set.pending}
              onClick={() => change('paused')}
            >
              {t('play.pause')}
            </Button>
          )}
          {!isInForce && (
            <span className={`${small} ${mute}`} style={{ flex: '1 1 200px' }}>
              {actions.length > 0
                ? t('play.enableAsks', {
                    version: String(version),
                    actions: actions.join(', '),
                  })
                : t('play.enableNoActions', { version: String(version) })}
            </span>
          )}
        </div>
      )}
      <CommandError error={set.error} />
    </div>
  );
};
