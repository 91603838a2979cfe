import TextField from '@material-ui/core/TextField';
import {
  ContactMethod,
  endpoints,
  MyContacts,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../data';
import { Choice, EmptyState, FormDialog } from '../kit';
import { useEscalationText } from '../translation';
import { CodeField } from './CodeField';
import { SendAgain } from './CodeForm';
import { wayWords } from './ways';

/** Adds a way to be reached: its address, then the code that came there. */
export const AddMethodDialog = (props: {
  addable: MyContacts['addable'];
  onClose: () => void;
}) => {
  const { addable, onClose } = props;
  const t = useEscalationText();
  const [channel, setChannel] = useState(addable[0]?.channel ?? '');
  const [address, setAddress] = useState('');
  const [label, setLabel] = useState('');
  const [code, setCode] = useState('');
  const [added, setAdded] = useState<ContactMethod>();
  const add = useCommand(endpoints.paging.addMethod, () => undefined);
  const verify = useCommand(endpoints.paging.verifyMethod, method =>
    t('add.verified', { way: wayWords(method) }),
  );
  const kindOf = (id: string) => addable.find(one => one.channel === id);
  const kind = kindOf(channel);
  const channelWords = (id: string) =>
    t('add.channelWords', {
      channel: kindOf(id)?.title ?? id,
      wakes: t(kindOf(id)?.wakes ? 'contacts.wakes' : 'contacts.copies'),
    });

  const submit = async () => {
    if (added) {
      const body = { code: code.trim() };
      if (await verify.run({ params: { id: added.id }, body })) onClose();
      return;
    }
    const method = await add.run({ body: { channel, address, label } });
    if (method?.verified) onClose();
    else if (method) setAdded(method);
  };

  return (
    <FormDialog
      name="contact"
      title={t('add.title')}
      verb={t(added ? 'add.verify' : 'add.next')}
      pending={add.pending || verify.pending}
      disabled={(added ? code : address).trim() === '' || !kind}
      error={verify.error ?? add.error}
      onClose={onClose}
      onSubmit={() => void submit()}
    >
      {!kind && <EmptyState title={t('add.nothing')} />}
      {kind && !added && (
        <>
          <Choice
            id="contact-channel"
            label={t('add.channel')}
            value={channel}
            options={addable.map(one => one.channel)}
            words={channelWords}
            onChange={setChannel}
          />
          <TextField
            id="contact-address"
            label={kind.addressLabel}
            helperText={t('add.example', { example: kind.addressExample })}
            value={address}
            onChange={event => setAddress(event.target.value)}
            inputProps={{ maxLength: 2000 }}
            required
            fullWidth
          />
          <TextField
            id="contact-label"
            label={t('add.label')}
            value={label}
            onChange={event => setLabel(event.target.value)}
            inputProps={{ maxLength: 100 }}
            fullWidth
          />
        </>
      )}
      {added && (
        <>
          <CodeField
            id="contact-code"
            address={added.address}
            value={code}
            onChange={setCode}
          />
          <div>
            <SendAgain methodId={added.id} />
          </div>
        </>
      )}
    </FormDialog>
  );
};
