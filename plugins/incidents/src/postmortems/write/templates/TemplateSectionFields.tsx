import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import {
  sectionKinds,
  TemplateSection,
} from '@muster/backstage-plugin-incidents-common';
import { CheckField, Choice, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';

/** The fields of one section of a template. */
export const TemplateSectionFields = (props: {
  id: string;
  section: TemplateSection;
  onChange: (section: TemplateSection) => void;
  /** Undefined for the first. */
  onUp: (() => void) | undefined;
  onRemove: () => void;
}) => {
  const { id, section, onChange, onUp, onRemove } = props;
  const t = usePostmortemsText();
  const { row, wrap } = useLayout();
  return (
    <>
      <TextField
        id={`${id}-title`}
        label={t('template.title')}
        value={section.title}
        onChange={event => onChange({ ...section, title: event.target.value })}
        inputProps={{ maxLength: 100 }}
        required
        fullWidth
      />
      <TextField
        id={`${id}-help`}
        label={t('template.help')}
        value={section.help}
        onChange={event => onChange({ ...section, help: event.target.value })}
        inputProps={{ maxLength: 1000 }}
        multiline
        fullWidth
      />
      <TextField
        id={`${id}-body`}
        label={t('template.body')}
        value={section.body}
        onChange={event => onChange({ ...section, body: event.target.value })}
        inputProps={{ maxLength: 20_000 }}
        multiline
        maxRows={8}
        fullWidth
      />
      <div className={`${row} ${wrap}`}>
        <Choice
          id={`${id}-kind`}
          label={t('template.holds')}
          value={section.kind}
          options={sectionKinds}
          words={kind => t(`template.kind.${kind}`)}
          onChange={kind => onChange({ ...section, kind })}
        />
        <CheckField
          label={t('template.required')}
          checked={section.required}
          onChange={required => onChange({ ...section, required })}
        />
        {onUp && (
          <Button size="small" onClick={onUp}>
            {t('template.up')}
          </Button>
        )}
        <Button size="small" onClick={onRemove}>
          {t('template.removeSection')}
        </Button>
      </div>
    </>
  );
};
