import Button from '@material-ui/core/Button';
import { Choice, FieldGroup, useLayout } from '../../kit';
import { ownZone } from '../../oncall/times';
import { usePlaysText } from '../../translation';
import { useList, useValue } from './Edit';
import { ChoiceAt, idOf, NumberAt, TextAt } from './fields';
import { Path } from './PlayText';
import { newTrigger, triggerEvents } from './triggers';

const path: Path = ['on'];

/** What starts a play. */
export const TriggerList = () => {
  const t = usePlaysText();
  const { stack, small, mute } = useLayout();
  const list = useList(path);
  return (
    <FieldGroup legend={t('form.starts')}>
      <div className={stack}>
        {list.length === 0 && (
          <span className={`${small} ${mute}`}>{t('form.byHand')}</span>
        )}
        {Array.from({ length: list.length }, (_, index) => (
          <Trigger
            key={index}
            index={index}
            onRemove={() => list.remove(index)}
          />
        ))}
        <div>
          <Button
            size="small"
            onClick={() =>
              list.add(newTrigger('incident.triggered', ownZone()))
            }
          >
            {t('form.addTrigger')}
          </Button>
        </div>
      </div>
    </FieldGroup>
  );
};

const Trigger = (props: { index: number; onRemove: () => void }) => {
  const t = usePlaysText();
  const { row, wrap } = useLayout();
  const at = (...rest: Path): Path => [...path, props.index, ...rest];
  const [event] = useValue(at('event'));
  const [, set] = useValue(at());
  const what = t('form.trigger', { number: String(props.index + 1) });
  return (
    <div className={`${row} ${wrap}`} role="group" aria-label={what}>
      <Choice
        id={idOf(at('event'))}
        label={t('form.event')}
        value={triggerEvents.find(one => one === event) ?? 'incident.triggered'}
        options={triggerEvents}
        onChange={chosen => set(newTrigger(chosen, ownZone()))}
      />
      {(event === 'page.unanswered' || event === 'incident.quiet') && (
        <NumberAt
          path={at('afterMinutes')}
          label={t('form.afterMinutes')}
          min={1}
          max={43_200}
          usual={10}
        />
      )}
      {event === 'change' && (
        <ChoiceAt
          path={at('on')}
          label={t('form.changeOn')}
          options={['entity', 'dependencies']}
          usual="entity"
        />
      )}
      {event === 'schedule' && (
        <>
          <TextAt path={at('cron')} label={t('form.cron')} required code />
          <TextAt path={at('timezone')} label={t('form.timezone')} required />
        </>
      )}
      <Button
        size="small"
        style={{ marginLeft: 'auto' }}
        aria-label={t('form.remove', { what })}
        onClick={props.onRemove}
      >
        ✕
      </Button>
    </div>
  );
};
