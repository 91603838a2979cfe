import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useTheme } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { endpoints, Severity } from '@muster/backstage-plugin-incidents-common';
import { useId, useState } from 'react';
import { useCommand } from '../data';
import {
  breakableKinds,
  EntityPicker,
  FormDialog,
  NumberField,
  SeverityChoice,
  useLayout,
} from '../kit';
import { CopyBlock } from '../settings/CurlLine';
import { useEscalationText } from '../translation';

/** A month of minutes. */
const longest = 44_640;

/** Makes a heartbeat, and shows its address once. */
export const HeartbeatDialog = (props: {
  entityRef?: string;
  onClose: () => void;
}) => {
  const t = useEscalationText();
  const [name, setName] = useState('');
  const [entityRef, setEntityRef] = useState(props.entityRef ?? '');
  const [everyMinutes, setEveryMinutes] = useState(60);
  const [severity, setSeverity] = useState<Severity>('SEV3');
  const [url, setUrl] = useState<string>();
  const create = useCommand(endpoints.alerts.createHeartbeat, () =>
    t('heartbeats.ready'),
  );
  if (url) return <HeartbeatMade url={url} onDone={props.onClose} />;
  return (
    <FormDialog
      name="heartbeat"
      title={t('heartbeats.addTitle')}
      verb={t('heartbeats.make')}
      pending={create.pending}
      disabled={name.trim() === '' || entityRef === ''}
      error={create.error}
      onClose={props.onClose}
      onSubmit={async () => {
        const made = await create.run({
          body: { name, entityRef, everyMinutes, severity },
        });
        if (made) setUrl(made.url);
      }}
    >
      <TextField
        id="heartbeat-name"
        label={t('heartbeats.name')}
        placeholder={t('heartbeats.nameExample')}
        value={name}
        onChange={event => setName(event.target.value)}
        inputProps={{ maxLength: 100 }}
        required
        fullWidth
      />
      {!props.entityRef && (
        <EntityPicker
          id="heartbeat-entity"
          label={t('heartbeats.entity')}
          kinds={breakableKinds}
          value={entityRef}
          onChange={setEntityRef}
          required
        />
      )}
      <NumberField
        id="heartbeat-minutes"
        label={t('heartbeats.minutes')}
        value={everyMinutes}
        min={1}
        max={longest}
        onChange={setEveryMinutes}
      />
      <SeverityChoice
        label={t('heartbeats.severity')}
        value={severity}
        onChange={setSeverity}
      />
    </FormDialog>
  );
};

/** The only sight of a new address. It goes away by its button alone: a slip beside it must not lose it. */
const HeartbeatMade = (props: { url: string; onDone: () => void }) => {
  const { url, onDone } = props;
  const t = useEscalationText();
  const { stack, strong } = useLayout();
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const id = useId();
  return (
    <Dialog
      open
      fullScreen={narrow}
      fullWidth
      maxWidth="sm"
      aria-labelledby={id}
    >
      <div data-testid="incidents-heartbeat-made">
        <DialogTitle id={id}>{t('heartbeats.madeTitle')}</DialogTitle>
        <DialogContent className={stack}>
          <CopyBlock label={t('heartbeats.address')} text={url} />
          <span className={strong}>{t('heartbeats.call')}</span>
          <CopyBlock
            label={t('heartbeats.line')}
            text={`curl -fsS --retry 3 ${url}`}
          />
        </DialogContent>
        <DialogActions>
          <Button color="primary" variant="contained" onClick={onDone}>
            {t('heartbeats.done')}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
};
