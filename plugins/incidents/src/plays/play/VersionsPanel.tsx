import {
  endpoints,
  PlayDetail,
  PlayVersion,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../../data';
import {
  Ago,
  Answer,
  CommandError,
  ConfirmButton,
  DiffText,
  More,
  MoreRows,
  Panel,
  useLayout,
} from '../../kit';
import { usePlaysText } from '../../translation';

/** So many are shown at first. */
const first = 5;

/** All versions of a play, newest first: what each changed, who approved it, and the way back to it. */
export const VersionsPanel = ({ play }: { play: PlayDetail }) => {
  const t = usePlaysText();
  const { stack } = useLayout();
  const [all, setAll] = useState(false);
  const state = useEndpoint(endpoints.plays.versions, {
    params: { id: play.id },
  });
  return (
    <Panel title={t('versions.title')}>
      <Answer state={state}>
        {({ items }) => (
          <div className={stack}>
            {items.slice(0, all ? undefined : first).map(version => (
              <Version key={version.version} play={play} version={version} />
            ))}
            <MoreRows
              more={!all && items.length > first}
              onMore={() => setAll(true)}
            />
          </div>
        )}
      </Answer>
    </Panel>
  );
};

const Version = (props: { play: PlayDetail; version: PlayVersion }) => {
  const { play, version } = props;
  const t = usePlaysText();
  const { tight, small, mute, ok } = useLayout();
  const number = String(version.version);
  const save = useCommand(endpoints.plays.update, saved =>
    t('versions.rolledBack', { version: String(saved.version) }),
  );
  return (
    <div className={tight}>
      <span className={small}>
        {t('versions.what', {
          version: number,
          moment: <Ago at={version.madeAt} />,
          person: version.madeBy.name,
        })}
        {version.approvedBy && (
          <span className={ok}>
            {' '}
            · ✓ {t('versions.approved', { person: version.approvedBy.name })}
          </span>
        )}
      </span>
      {version.version === 1 ? (
        <span className={`${small} ${mute}`}>{t('versions.first')}</span>
      ) : (
        <More label={t('versions.diff', { version: number })}>
          {version.diff.some(line => /^[+-]/.test(line)) ? (
            <DiffText
              label={t('versions.diff', { version: number })}
              lines={version.diff}
            />
          ) : (
            <span className={mute}>{t('versions.same')}</span>
          )}
        </More>
      )}
      {play.may.includes('edit') && version.version < play.version && (
        <div>
          <ConfirmButton
            label={t('versions.rollBack', { version: number })}
            question={t('versions.rollBackQuestion', { version: number })}
            disabled={save.pending}
            onConfirm={() =>
              void save.run({
                params: { id: play.id },
                body: { version: play.version, source: version.source },
              })
            }
          />
          <CommandError error={save.error} />
        </div>
      )}
    </div>
  );
};
