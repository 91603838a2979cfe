import FormControlLabel from '@material-ui/core/FormControlLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import {
  endpoints,
  Postmortem,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../data';
import { CheckField, FormDialog } from '../../kit';
import { usePostmortemsText } from '../../translation';
import { download } from './download';

const formats = ['markdown', 'html', 'json'] as const;
type Format = (typeof formats)[number];

/** Takes a postmortem out as a file, with names of people or without. */
export const ExportDialog = (props: {
  postmortem: Pick<Postmortem, 'name'>;
  onClose: () => void;
}) => {
  const { name } = props.postmortem;
  const t = usePostmortemsText();
  const [format, setFormat] = useState<Format>('markdown');
  const [redact, setRedact] = useState(false);
  const take = useCommand(endpoints.postmortems.export, ({ fileName }) =>
    t('read.exported', { file: fileName }),
  );
  return (
    <FormDialog
      name="export-postmortem"
      title={`${t('read.export')} ${name}`}
      verb={t('read.download')}
      pending={take.pending}
      error={take.error}
      onClose={props.onClose}
      onSubmit={async () => {
        const file = await take.run({
          params: { id: name },
          query: { format, redact: String(redact) },
        });
        if (!file) return;
        download(file);
        props.onClose();
      }}
    >
      <RadioGroup
        aria-label={t('read.export')}
        value={format}
        onChange={event => {
          const chosen = formats.find(one => one === event.target.value);
          if (chosen) setFormat(chosen);
        }}
      >
        {formats.map(one => (
          <FormControlLabel
            key={one}
            value={one}
            control={<Radio size="small" color="primary" />}
            label={t(`read.${one}`)}
          />
        ))}
      </RadioGroup>
      <CheckField
        label={t('read.withoutNames')}
        checked={redact}
        onChange={setRedact}
      />
      <div>{t('read.withoutNamesHint')}</div>
    </FormDialog>
  );
};
