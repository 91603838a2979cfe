import IconButton from '@material-ui/core/IconButton';
import DownIcon from '@material-ui/icons/ArrowDownward';
import UpIcon from '@material-ui/icons/ArrowUpward';
import RemoveIcon from '@material-ui/icons/DeleteOutline';
import { FieldGroup, More, useLayout } from '../../kit';
import { usePlaysText } from '../../translation';
import { ActionFields } from './ActionFields';
import { textOf, useValue } from './Edit';
import { CheckAt, NumberAt, TextAt, YamlAt } from './fields';
import { KindFields } from './KindFields';
import { OtherwiseAt } from './OtherwiseAt';
import { Path } from './PlayText';
import { kindOf } from './steps';

/** One step: what it does, its fields, and its place in the list. */
export const StepCard = (props: {
  path: Path;
  onUp?: () => void;
  onDown?: () => void;
  onRemove: () => void;
}) => {
  const { path, onUp, onDown, onRemove } = props;
  const t = usePlaysText();
  const { row, wrap, grow } = useLayout();
  const [step] = useValue(path);
  const [id] = useValue([...path, 'id']);
  const name = textOf(id);
  const kind = kindOf(step);
  return (
    <FieldGroup legend={`${kind ? t(`kind.${kind}`) : '?'} · ${name}`}>
      <div className={`${row} ${wrap}`}>
        <div className={grow} style={{ minWidth: 160 }}>
          <TextAt path={[...path, 'title']} label={t('form.title')} />
        </div>
        <div>
          <IconButton
            size="small"
            aria-label={t('form.up', { what: name })}
            disabled={!onUp}
            onClick={onUp}
          >
            <UpIcon fontSize="small" />
          </IconButton>
          <IconButton
            size="small"
            aria-label={t('form.down', { what: name })}
            disabled={!onDown}
            onClick={onDown}
          >
            <DownIcon fontSize="small" />
          </IconButton>
          <IconButton
            size="small"
            aria-label={t('form.remove', { what: name })}
            onClick={onRemove}
          >
            <RemoveIcon fontSize="small" />
          </IconButton>
        </div>
      </div>
      {kind === 'action' && <ActionFields path={path} />}
      {kind && kind !== 'action' && <KindFields path={path} kind={kind} />}
      {!kind && <YamlAt path={path} label={name} />}
      <More label={t('form.more', { what: name })}>
        <TextAt path={[...path, 'id']} label={t('form.id')} required code />
        <TextAt
          path={[...path, 'when']}
          label={t('form.when')}
          placeholder={t('form.whenExample')}
          code
        />
        <CheckAt
          path={[...path, 'evenIfResolved']}
          label={t('form.evenIfResolved')}
        />
        {kind === 'action' && <Attempts path={path} />}
      </More>
    </FieldGroup>
  );
};

const Attempts = ({ path }: { path: Path }) => {
  const t = usePlaysText();
  const { row, wrap } = useLayout();
  return (
    <>
      <div className={`${row} ${wrap}`}>
        <NumberAt
          path={[...path, 'retry', 'times']}
          label={t('form.retries')}
          min={0}
          max={20}
          usual={3}
        />
        <NumberAt
          path={[...path, 'retry', 'everySeconds']}
          label={t('form.everySeconds')}
          min={1}
          max={3600}
          usual={5}
        />
        <NumberAt
          path={[...path, 'timeoutSeconds']}
          label={t('form.timeout')}
          min={1}
          max={600}
          usual={30}
        />
      </div>
      <OtherwiseAt
        path={[...path, 'onFailure']}
        label={t('form.onFailure')}
        usual="stop"
      />
    </>
  );
};
