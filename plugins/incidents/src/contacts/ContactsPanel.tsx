import Button from '@material-ui/core/Button';
import {
  ContactMethod,
  endpoints,
  MyContacts,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useEndpoint } from '../data';
import { Answer, Panel, useLayout } from '../kit';
import { useEscalationText } from '../translation';
import { AddMethodDialog } from './AddMethodDialog';
import { EraseContacts } from './EraseContacts';
import { MethodItem } from './MethodItem';
import { TestPage } from './TestPage';

/** How the viewer is reached: their ways, whether one wakes them, and a page to try them all. */
export const ContactsPanel = () => {
  const t = useEscalationText();
  const { stack } = useLayout();
  const state = useEndpoint(endpoints.paging.myContacts, {}, { every: 10 });
  // `/incidents/me?add-contact`: where a warning elsewhere leads to.
  const [search, setSearch] = useSearchParams();
  const [adding, setAdding] = useState(search.has('add-contact'));
  const close = () => {
    setAdding(false);
    search.delete('add-contact');
    setSearch(search, { replace: true });
  };
  return (
    <Panel
      title={t('contacts.title')}
      action={
        <Button
          size="small"
          variant={state.value?.reachable === false ? 'contained' : 'outlined'}
          color={state.value?.reachable === false ? 'primary' : 'default'}
          onClick={() => setAdding(true)}
        >
          {t('contacts.add')}
        </Button>
      }
    >
      <Answer state={state}>
        {contacts => (
          <div className={stack}>
            <Verdict contacts={contacts} />
            {contacts.methods.length === 0 && t('contacts.none')}
            {contacts.methods.map(method => (
              <MethodItem key={method.id} method={method} />
            ))}
            <TestPage />
            {!(contacts.isDefault && contacts.methods.every(isGiven)) && (
              <EraseContacts />
            )}
            {adding && (
              <AddMethodDialog addable={contacts.addable} onClose={close} />
            )}
          </div>
        )}
      </Answer>
    </Panel>
  );
};

/** By the catalog, or the portal: not the viewer's own to erase. */
const isGiven = ({ source }: ContactMethod): boolean => source === 'catalog';

/** Whether a page would wake the viewer, first and honestly. */
const Verdict = ({ contacts }: { contacts: MyContacts }) => {
  const t = useEscalationText();
  const { tight, ok, warn, strong, breakable } = useLayout();
  const { reachable, warnings } = contacts;
  const toMend =
    reachable || warnings.length > 0 ? warnings : [t('contacts.unreachable')];
  return (
    <div className={`${tight} ${breakable}`}>
      {reachable && (
        <span className={`${ok} ${strong}`}>✔ {t('contacts.reachable')}</span>
      )}
      {toMend.map((words, index) => (
        // Two ways may be wrong in the same words.
        // eslint-disable-next-line react/no-array-index-key
        <span key={index} className={`${warn} ${strong}`}>
          ! {words}
        </span>
      ))}
    </div>
  );
};
