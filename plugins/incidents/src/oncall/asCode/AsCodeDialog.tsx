import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { endpoints, Schedule } from '@muster/backstage-plugin-incidents-common';
import { useId, useState } from 'react';
import { useEndpoint } from '../../data';
import { Answer, useLayout } from '../../kit';
import { CopyBlock } from '../../settings/CurlLine';
import { useOnCallText } from '../../translation';
import { ImportForm } from './ImportForm';

/** A schedule as YAML: to read, to copy, to keep beside the code; and a YAML to be applied. */
export const AsCodeDialog = (props: {
  /** Undefined where a new schedule is pasted. */
  schedule?: Schedule;
  onClose: () => void;
}) => {
  const { schedule, onClose } = props;
  const t = useOnCallText();
  const { stack } = useLayout();
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const id = useId();
  const [pasting, setPasting] = useState(schedule === undefined);
  return (
    <Dialog
      open
      onClose={onClose}
      fullScreen={narrow}
      fullWidth
      maxWidth="md"
      aria-labelledby={id}
    >
      <div data-testid="incidents-as-code">
        <DialogTitle id={id}>
          {schedule
            ? t('asCode.title', { name: schedule.name })
            : t('asCode.new')}
        </DialogTitle>
        {pasting ? (
          <ImportForm onClose={onClose} />
        ) : (
          <>
            <DialogContent className={stack}>
              {schedule && <Exported schedule={schedule} />}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{t('subscribe.close')}</Button>
              <Button
                variant="contained"
                color="primary"
                onClick={() => setPasting(true)}
              >
                {t('asCode.paste')}
              </Button>
            </DialogActions>
          </>
        )}
      </div>
    </Dialog>
  );
};

const Exported = ({ schedule }: { schedule: Schedule }) => {
  const t = useOnCallText();
  const { stack, link } = useLayout();
  const state = useEndpoint(endpoints.oncall.exportSchedule, {
    params: { id: schedule.id },
  });
  return (
    <Answer state={state} lines={6}>
      {({ yaml }) => (
        <div className={stack}>
          <CopyBlock label={t('asCode.yaml')} text={yaml} />
          <div>
            <a
              className={link}
              href={`data:text/yaml;charset=utf-8,${encodeURIComponent(yaml)}`}
              download={`${fileName(schedule.name)}.yaml`}
            >
              {t('asCode.download')}
            </a>
          </div>
        </div>
      )}
    </Answer>
  );
};

/** A name that every file system takes. */
const fileName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '') || 'schedule';
