import Button from '@material-ui/core/Button';
import {
  endpoints,
  EntitySettings,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint } from '../data';
import {
  Answer,
  CheckField,
  CommandError,
  NumberField,
  Panel,
  useLayout,
} from '../kit';
import { useEscalationText } from '../translation';

/** Whether incidents of an entity resolve by themselves when nothing happens any more. */
export const QuietIncidentsPanel = ({ entityRef }: { entityRef: string }) => {
  const t = useEscalationText();
  const { stack, mute } = useLayout();
  const state = useEndpoint(endpoints.alerts.entitySettings, {
    query: { entityRef },
  });
  return (
    <Panel title={t('entitySettings.title')}>
      <Answer state={state}>
        {settings => (
          <div className={stack}>
            <span className={mute}>{t('entitySettings.means')}</span>
            {settings.may.includes('edit') ? (
              // What was set by others meanwhile is shown, and what was typed goes.
              <Form key={settings.version} settings={settings} />
            ) : (
              <span>
                {settings.autoResolveMinutes === null
                  ? t('entitySettings.off')
                  : t('entitySettings.after', {
                      count: settings.autoResolveMinutes,
                    })}
              </span>
            )}
          </div>
        )}
      </Answer>
    </Panel>
  );
};

const day = 24 * 60;
/** As the server has them, in minutes. */
const bounds = { min: 5, max: 129_600 };

const Form = ({ settings }: { settings: EntitySettings }) => {
  const t = useEscalationText();
  const { row, wrap } = useLayout();
  const { entity, autoResolveMinutes, version } = settings;
  const [on, setOn] = useState(autoResolveMinutes !== null);
  const [minutes, setMinutes] = useState(autoResolveMinutes ?? day);
  const chosen = on ? minutes : null;
  const save = useCommand(endpoints.alerts.setEntitySettings, () =>
    t('entitySettings.saved'),
  );
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        void save.run({
          body: {
            entityRef: entity.ref,
            autoResolveMinutes: chosen,
            version,
          },
        });
      }}
    >
      <div className={`${row} ${wrap}`}>
        <CheckField
          label={t('entitySettings.on')}
          checked={on}
          onChange={setOn}
        />
        {on && (
          <NumberField
            id="auto-resolve-minutes"
            label={t('entitySettings.minutes')}
            value={minutes}
            {...bounds}
            onChange={setMinutes}
          />
        )}
        <Button
          type="submit"
          size="small"
          variant="outlined"
          disabled={save.pending || chosen === autoResolveMinutes}
        >
          {t('entitySettings.save')}
        </Button>
      </div>
      <CommandError error={save.error} />
    </form>
  );
};
