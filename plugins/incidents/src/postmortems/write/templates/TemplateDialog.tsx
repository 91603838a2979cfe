import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import {
  CallOutput,
  endpoints,
  PostmortemTemplate,
  severities,
  Severity,
  TemplateSection,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand } from '../../../data';
import {
  EntityPicker,
  FieldGroup,
  FormDialog,
  Toggles,
  useLayout,
  useFormRows,
} from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { withKeys } from './sections';
import { TemplateSectionFields } from './TemplateSectionFields';

type Variables = CallOutput<
  typeof endpoints.postmortems.templates
>['variables'];

/** Makes or changes a template. */
export const TemplateDialog = (props: {
  /** Undefined for a new one. */
  template: PostmortemTemplate | undefined;
  /** With whose sections a new one begins. */
  example: PostmortemTemplate | undefined;
  variables: Variables;
  onClose: () => void;
}) => {
  const { template, example, variables, onClose } = props;
  const t = usePostmortemsText();
  const { small, mute } = useLayout();
  const [name, setName] = useState(template?.name ?? '');
  const [ownerRef, setOwnerRef] = useState(template?.owner?.ref ?? '');
  const [chosen, setChosen] = useState<readonly Severity[]>(
    template?.severities ?? [],
  );
  const [sections, setSections] = useState<readonly TemplateSection[]>(
    (template ?? example)?.sections ?? [],
  );
  const rows = useFormRows(sections, setSections);
  const add = useCommand(endpoints.postmortems.addTemplate, () =>
    t('template.saved', { template: name }),
  );
  const edit = useCommand(endpoints.postmortems.editTemplate, () =>
    t('template.saved', { template: name }),
  );
  const save = async () => {
    const fields = {
      name: name.trim(),
      ownerRef: ownerRef || null,
      severities: [...chosen],
      sections: withKeys(sections),
    };
    const done = template
      ? await edit.run({
          params: { templateId: template.id },
          body: { version: template.version, ...fields },
        })
      : await add.run({ body: fields });
    if (done) onClose();
  };
  return (
    <FormDialog
      name="postmortem-template"
      title={template ? t('template.edit') : t('template.add')}
      verb={t('process.save')}
      maxWidth="lg"
      pending={add.pending || edit.pending}
      disabled={
        name.trim() === '' ||
        sections.length === 0 ||
        sections.some(({ title }) => title.trim() === '')
      }
      error={add.error ?? edit.error}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <TextField
        id="template-name"
        label={t('template.name')}
        value={name}
        onChange={event => setName(event.target.value)}
        inputProps={{ maxLength: 100 }}
        fullWidth
      />
      <EntityPicker
        id="template-owner"
        label={t('template.owner')}
        kinds={['Group']}
        value={ownerRef}
        onChange={setOwnerRef}
      />
      <div>
        <div className={`${small} ${mute}`}>{t('template.severities')}</div>
        <Toggles
          label={t('template.severities')}
          options={severities}
          value={chosen}
          onChange={setChosen}
        />
      </div>
      {rows.map((row, index) => (
        <FieldGroup
          key={row.key}
          legend={t('template.section', { number: String(index + 1) })}
        >
          <TemplateSectionFields
            id={`template-section-${index}`}
            section={row.value}
            onChange={row.change}
            onUp={row.moveUp}
            onRemove={row.remove}
          />
        </FieldGroup>
      ))}
      <div>
        <Button
          size="small"
          variant="outlined"
          disabled={sections.length >= 30}
          onClick={() => setSections([...sections, emptySection])}
        >
          {t('template.addSection')}
        </Button>
      </div>
      <details>
        <summary>{t('template.variables')}</summary>
        <ul className={small}>
          {variables.map(({ name: variable, text }) => (
            <li key={variable}>
              <code>{`{{ ${variable} }}`}</code> – {text}
            </li>
          ))}
        </ul>
      </details>
    </FormDialog>
  );
};

const emptySection: TemplateSection = {
  key: '',
  title: '',
  help: '',
  kind: 'text',
  required: false,
  body: '',
};
