import Button from '@material-ui/core/Button';
import {
  ContactRules,
  endpoints,
  MyContacts,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useEndpoint } from '../data';
import { Answer, Panel, useLayout } from '../kit';
import { EscalationText, useEscalationText } from '../translation';
import { RulesDialog } from './RulesDialog';
import { wayWords } from './ways';

/** When and through what the viewer is reached, by urgency, and their quiet hours. */
export const RulesPanel = () => {
  const t = useEscalationText();
  const [changing, setChanging] = useState(false);
  const state = useEndpoint(endpoints.paging.myContacts, {}, { every: 10 });
  return (
    <Panel
      title={t('rules.title')}
      action={
        <Button
          size="small"
          variant="outlined"
          disabled={!state.value}
          onClick={() => setChanging(true)}
        >
          {t('rules.change')}
        </Button>
      }
    >
      <Answer state={state}>
        {contacts => (
          <>
            <RulesWords contacts={contacts} />
            {changing && (
              <RulesDialog
                contacts={contacts}
                onClose={() => setChanging(false)}
              />
            )}
          </>
        )}
      </Answer>
    </Panel>
  );
};

/** The rules as sentences. */
export const RulesWords = ({ contacts }: { contacts: MyContacts }) => {
  const t = useEscalationText();
  const { stack, tight, strong, small, mute, warn, plain, breakable } =
    useLayout();
  const { rules, isDefault, methods } = contacts;
  const wakes = rules.high.some(
    ({ methodId }) => methods.find(({ id }) => id === methodId)?.wakes,
  );
  return (
    <div className={`${stack} ${breakable}`}>
      {isDefault && (
        <span className={`${small} ${mute}`}>{t('rules.isDefault')}</span>
      )}
      {(['high', 'low'] as const).map(urgency => (
        <div key={urgency} className={tight}>
          <span>
            <span className={strong}>{t(`rules.${urgency}`)}</span>{' '}
            <span className={`${small} ${mute}`}>
              {t(`rules.${urgency}Means`)}
            </span>
          </span>
          <ul className={plain}>
            {ruleWords(t, rules, urgency, contacts).map((words, index) => (
              // Two ways may have one name.
              // eslint-disable-next-line react/no-array-index-key
              <li key={index}>{words}</li>
            ))}
            {rules[urgency].length === 0 && (
              <li className={mute}>{t('rules.none')}</li>
            )}
          </ul>
          {urgency === 'high' && !wakes && (
            <span className={`${small} ${warn}`}>! {t('rules.noHigh')}</span>
          )}
        </div>
      ))}
      <span>
        <span className={strong}>{t('rules.quiet')}</span>{' '}
        {rules.quietHours
          ? t('rules.quietWords', {
              from: rules.quietHours.from,
              to: rules.quietHours.to,
              zone: rules.quietHours.timezone,
            })
          : t('rules.quietNone')}
      </span>
    </div>
  );
};

const ruleWords = (
  t: EscalationText,
  rules: ContactRules,
  urgency: 'high' | 'low',
  { methods }: MyContacts,
): string[] =>
  [...rules[urgency]]
    .sort((a, b) => a.afterMinutes - b.afterMinutes)
    .map(({ afterMinutes, methodId }) => {
      const found = methods.find(({ id }) => id === methodId);
      const way = found ? wayWords(found) : methodId;
      return afterMinutes === 0
        ? t('rules.atOnce', { way })
        : t('rules.afterMinutes', { minutes: String(afterMinutes), way });
    });
