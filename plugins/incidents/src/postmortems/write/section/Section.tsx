import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import {
  PostmortemDetail,
  PostmortemSection,
  WordingFinding,
} from '@muster/backstage-plugin-incidents-common';
import type { EditorView } from '@uiw/react-codemirror';
import { ReactNode, useMemo, useRef, useState } from 'react';
import { CommandError, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { Markdown, mentionsIn } from '../../markdown';
import { SectionComments } from '../comments/SectionComments';
import { ShutOut } from '../people/ShutOut';
import { Findings } from '../wording/Findings';
import { useWording } from '../wording/useWording';
import { isChanged, longestSection } from './draft';
import { SaveState } from './SaveState';
import { SectionConflict } from './SectionConflict';
import { SectionEditor } from './SectionEditor';
import { useSectionDraft } from './useSectionDraft';
import { VersionsDialog } from './VersionsDialog';

const useStyles = makeStyles(theme => ({
  section: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 240px',
    columnGap: theme.spacing(4),
    rowGap: theme.spacing(1),
    padding: theme.spacing(2.5, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
    // Not below the head, which stays in sight.
    scrollMarginTop: 140,
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
      scrollMarginTop: 64,
    },
  },
  title: { margin: 0, fontSize: '1.15rem' },
  help: { fontStyle: 'italic' },
}));

/** The place of a section in the page, for links to it. */
export const sectionIdOf = (key: string): string => `section-${key}`;

/**
 * One section: its text as it is read, which becomes an editor when it is written; in the margin, what the wording
 * check found and what others say.
 */
export const Section = (props: {
  postmortem: PostmortemDetail;
  section: PostmortemSection;
  /** What the section holds besides its text. */
  children?: ReactNode;
}) => {
  const { postmortem, section, children } = props;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { stack, tight, row, wrap, grow, small, mute, warn } = useLayout();
  const { draft, change, save, resolve } = useSectionDraft(
    postmortem.name,
    section,
  );
  const mayWrite = postmortem.may.includes('write');
  const [isOpen, setOpen] = useState(false);
  const [showVersions, setShowVersions] = useState(false);
  const wording = useWording(postmortem, draft.body);
  const editor = useRef<EditorView>();
  /** What is selected once the editor is there. */
  const wanted = useRef<WordingFinding>();
  const isEditing = mayWrite && isOpen && !draft.theirs;
  const underlined = useMemo(
    () =>
      wording.findings.map(({ start, end, why }) => ({
        from: start,
        to: end,
        why,
      })),
    [wording.findings],
  );
  // Of what is saved: while a name is being typed it is that of nobody.
  const mentioned = useMemo(() => mentionsIn(section.body), [section.body]);
  const isEmpty = draft.body.trim() === '';
  const titleId = `${sectionIdOf(section.key)}-title`;

  const use = ({ start, end, suggestion }: WordingFinding) => {
    if (isEditing && editor.current) {
      // In the editor it can be undone.
      editor.current.dispatch({
        changes: { from: start, to: end, insert: suggestion },
      });
      return;
    }
    change(draft.body.slice(0, start) + suggestion + draft.body.slice(end));
  };

  const reword = (finding: WordingFinding) => {
    if (isEditing && editor.current) {
      select(editor.current, finding);
      return;
    }
    wanted.current = finding;
    setOpen(true);
  };

  return (
    <section
      id={sectionIdOf(section.key)}
      className={classes.section}
      aria-labelledby={titleId}
      data-testid={`incidents-section-${section.key}`}
    >
      <div className={tight}>
        <div className={`${row} ${wrap}`}>
          <h2 id={titleId} className={`${classes.title} ${grow}`}>
            {section.title}
            {section.required && (
              <span className={`${small} ${mute}`}>
                {' '}
                · {t('write.required')}
              </span>
            )}
          </h2>
          <SaveState draft={draft} onSave={save} />
          {section.version > 0 && (
            <Button size="small" onClick={() => setShowVersions(true)}>
              {t('write.history')}
            </Button>
          )}
          {mayWrite && !draft.theirs && (
            <Button
              size="small"
              variant={isOpen ? 'contained' : 'outlined'}
              color={isOpen ? 'primary' : 'default'}
              aria-expanded={isOpen}
              aria-label={
                isOpen
                  ? t('write.doneWith', { section: section.title })
                  : t('write.writeAt', { section: section.title })
              }
              onClick={() => {
                if (isOpen) save();
                setOpen(!isOpen);
              }}
            >
              {isOpen ? t('write.done') : t('write.write')}
            </Button>
          )}
        </div>
        <div className={stack}>
          {children}
          {draft.theirs && (
            <SectionConflict
              theirs={draft.theirs}
              draft={draft}
              onResolve={resolve}
            />
          )}
          {isEditing && (
            <>
              {section.help && (
                <div className={`${small} ${mute} ${classes.help}`}>
                  {section.help}
                </div>
              )}
              <SectionEditor
                postmortem={postmortem.name}
                label={section.title}
                value={draft.body}
                onChange={change}
                onBlur={save}
                underlined={underlined}
                onView={view => {
                  editor.current = view;
                  if (wanted.current) select(view, wanted.current);
                  wanted.current = undefined;
                }}
              />
            </>
          )}
          {!isEditing && !draft.theirs && (
            <div>
              {isEmpty ? (
                <span className={`${mute} ${classes.help}`}>
                  {section.help || t('write.nothingYet')}
                </span>
              ) : (
                <Written text={draft.body} postmortem={postmortem.name} />
              )}
            </div>
          )}
          {!mayWrite && isChanged(draft) && (
            <span className={warn}>{t('write.noLongerWritable')}</span>
          )}
        </div>
      </div>
      <aside
        className={tight}
        aria-label={t('write.margin', { section: section.title })}
      >
        {mayWrite && (
          <Findings
            findings={wording.findings}
            onUse={use}
            onReword={reword}
            onLeave={wording.leave}
          />
        )}
        <CommandError error={wording.error} />
        {mayWrite && <ShutOut postmortem={postmortem} refs={mentioned} />}
        <SectionComments
          postmortem={postmortem.name}
          section={section.key}
          mayComment={postmortem.may.includes('comment')}
        />
      </aside>
      {showVersions && (
        <VersionsDialog
          postmortem={postmortem.name}
          section={section}
          onTake={
            mayWrite
              ? body => {
                  change(body);
                  setShowVersions(false);
                }
              : undefined
          }
          onClose={() => setShowVersions(false)}
        />
      )}
    </section>
  );
};

/** Selects the words of a finding, so that typing replaces them. */
const select = (view: EditorView, { start, end }: WordingFinding): void => {
  view.dispatch({
    selection: { anchor: start, head: end },
    scrollIntoView: true,
  });
  view.focus();
};

const Written = (props: { text: string; postmortem: string }) => {
  const t = usePostmortemsText();
  return props.text.length > longestSection ? (
    <span>{t('write.previewTooLong')}</span>
  ) : (
    <Markdown {...props} />
  );
};
