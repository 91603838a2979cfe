import Button from '@material-ui/core/Button';
import {
  endpoints,
  PostmortemTemplate,
} from '@muster/backstage-plugin-incidents-common';
import { useState } from 'react';
import { useCommand, useEndpoint, useMayOwn } from '../../../data';
import {
  Answer,
  CommandError,
  ConfirmButton,
  Panel,
  SeverityBadge,
  useLayout,
} from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { PostmortemsNav } from '../../browse/PostmortemsNav';
import { TemplateDialog } from './TemplateDialog';

/** The templates with which postmortems begin. */
export const TemplatesPage = () => {
  const t = usePostmortemsText();
  const { stack, row, wrap, grow, mute } = useLayout();
  const mayOwn = useMayOwn();
  const [edited, setEdited] = useState<PostmortemTemplate | 'new'>();
  const state = useEndpoint(endpoints.postmortems.templates, {});
  return (
    <div className={stack} data-testid="incidents-postmortem-templates">
      <PostmortemsNav />
      <div className={`${row} ${wrap}`}>
        <span className={`${grow} ${mute}`} style={{ minWidth: 220 }}>
          {t('template.what')}
        </span>
        {mayOwn && (
          <Button
            size="small"
            variant="contained"
            color="primary"
            onClick={() => setEdited('new')}
          >
            {t('template.add')}
          </Button>
        )}
      </div>
      <Answer state={state} lines={4}>
        {({ items, variables }) => (
          <>
            {items.map(template => (
              <Template
                key={template.id}
                template={template}
                onEdit={() => setEdited(template)}
              />
            ))}
            {edited && (
              <TemplateDialog
                template={edited === 'new' ? undefined : edited}
                // A new one begins as a copy: nobody writes sections from nothing.
                example={items[0]}
                variables={variables}
                onClose={() => setEdited(undefined)}
              />
            )}
          </>
        )}
      </Answer>
    </div>
  );
};

const Template = (props: {
  template: PostmortemTemplate;
  onEdit: () => void;
}) => {
  const { template, onEdit } = props;
  const t = usePostmortemsText();
  const { row, wrap, small, mute } = useLayout();
  const remove = useCommand(endpoints.postmortems.removeTemplate, () =>
    t('template.removed', { template: template.name }),
  );
  return (
    <Panel
      title={template.name}
      action={
        template.mayEdit && (
          <div className={`${row} ${wrap}`} style={{ gap: 8 }}>
            <Button size="small" variant="outlined" onClick={onEdit}>
              {t('template.edit')}
            </Button>
            <ConfirmButton
              label={t('template.remove')}
              question={t('template.reallyRemove')}
              disabled={remove.pending}
              onConfirm={() =>
                void remove.run({ params: { templateId: template.id } })
              }
            />
          </div>
        )
      }
    >
      <div className={`${row} ${wrap} ${small} ${mute}`} style={{ gap: 8 }}>
        <span>
          {template.builtIn && t('template.builtIn')}
          {!template.builtIn &&
            (template.owner
              ? t('template.of', { team: template.owner.name })
              : t('template.everybodys'))}
        </span>
        {template.severities.map(severity => (
          <SeverityBadge key={severity} severity={severity} />
        ))}
      </div>
      <ol>
        {template.sections.map(({ key, title, required, kind }) => (
          <li key={key}>
            {title}{' '}
            <span className={`${small} ${mute}`}>
              {[
                kind !== 'text' && t(`template.kind.${kind}`),
                required && t('write.required'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ol>
      <CommandError error={remove.error} />
    </Panel>
  );
};
