import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import SvgIcon from '@material-ui/core/SvgIcon';
import AlternateEmailIcon from '@material-ui/icons/AlternateEmail';
import FormatBoldIcon from '@material-ui/icons/FormatBold';
import FormatItalicIcon from '@material-ui/icons/FormatItalic';
import FormatListBulletedIcon from '@material-ui/icons/FormatListBulleted';
import ImageIcon from '@material-ui/icons/Image';
import LinkIcon from '@material-ui/icons/Link';
import type { EditorView } from '@uiw/react-codemirror';
import { useCallback, useRef, useState } from 'react';
import useDebounce from 'react-use/lib/useDebounce';
import { messageOf, useLayout } from '../../../kit';
import { usePostmortemsText } from '../../../translation';
import { Markdown } from '../../markdown';
import { asError } from './asError';
import { longestSection } from './draft';
import { beginLines, emphasise, insert } from './emphasise';
import { imageTypes, useImageKeeper } from './images';
import { MarkdownEditor, Underlined } from './MarkdownEditor';

const useStyles = makeStyles(theme => ({
  both: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    alignItems: 'start',
    // Below the other where there is no room for both.
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  preview: {
    padding: theme.spacing(1.5),
    border: `1px dashed ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    maxHeight: '72vh',
    overflowY: 'auto',
  },
  tools: { gap: 4, marginBottom: theme.spacing(0.5) },
}));

/** A button above the text: its name, how it looks, and what it does. */
type Tool = readonly [
  name: string,
  icon: typeof SvgIcon,
  use: (view: EditorView) => void,
];

/** Markdown on the left and what becomes of it on the right; one above the other on a phone. */
export const SectionEditor = (props: {
  /** `PM-12`. */
  postmortem: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  onBlur: () => void;
  underlined: readonly Underlined[];
  onView: (view: EditorView) => void;
}) => {
  const { postmortem, value, onView } = props;
  const t = usePostmortemsText();
  const classes = useStyles();
  const { row, wrap, small, mute, bad, breakable } = useLayout();
  const editor = useRef<EditorView>();
  const file = useRef<HTMLInputElement>(null);
  const keep = useImageKeeper(postmortem);
  const [coming, setComing] = useState(0);
  const [faults, setFaults] = useState<readonly string[]>([]);
  const [shown, setShown] = useState(value);
  useDebounce(() => setShown(value), 200, [value]);

  const addImages = async (files: readonly File[]) => {
    setFaults([]);
    setComing(files.length);
    for (const one of files) {
      try {
        const text = await keep(one);
        if (editor.current) insert(editor.current, `${text}\n`);
      } catch (error) {
        setFaults(now => [...now, messageOf(asError(error))]);
      }
      setComing(now => now - 1);
    }
  };
  const latest = useRef(addImages);
  latest.current = addImages;
  const onImages = useCallback(
    (files: readonly File[]) => void latest.current(files),
    [],
  );
  const tools: readonly Tool[] = [
    [t('write.bold'), FormatBoldIcon, emphasise('**')],
    [t('write.italic'), FormatItalicIcon, emphasise('_')],
    [t('write.list'), FormatListBulletedIcon, view => beginLines(view, '- ')],
    [t('write.link'), LinkIcon, view => insert(view, '[](https://)')],
    [t('write.mention'), AlternateEmailIcon, view => insert(view, '@')],
  ];

  return (
    <div>
      <div
        className={`${row} ${wrap} ${classes.tools}`}
        role="toolbar"
        aria-label={t('write.tools')}
      >
        {tools.map(([name, Icon, use]) => (
          <IconButton
            key={name}
            size="small"
            aria-label={name}
            title={name}
            onClick={() => editor.current && use(editor.current)}
          >
            <Icon fontSize="small" />
          </IconButton>
        ))}
        <IconButton
          size="small"
          aria-label={t('write.image')}
          title={t('write.image')}
          onClick={() => file.current?.click()}
        >
          <ImageIcon fontSize="small" />
        </IconButton>
        <input
          ref={file}
          type="file"
          hidden
          multiple
          accept={imageTypes.join(',')}
          aria-label={t('write.image')}
          onChange={event => {
            onImages([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        {coming > 0 && (
          <span className={`${small} ${mute}`} role="status">
            {t('write.imagesComing', { count: coming })}
          </span>
        )}
      </div>
      {faults.map(fault => (
        <div
          key={fault}
          role="alert"
          className={`${bad} ${breakable}`}
          style={{ paddingBottom: 4 }}
        >
          {fault}
        </div>
      ))}
      <div className={classes.both}>
        <MarkdownEditor
          label={props.label}
          value={value}
          onChange={props.onChange}
          onBlur={props.onBlur}
          underlined={props.underlined}
          onImages={onImages}
          onView={view => {
            editor.current = view;
            onView(view);
          }}
        />
        <div
          className={classes.preview}
          role="region"
          aria-label={t('write.preview')}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by the keyboard
          tabIndex={0}
        >
          {shown.length > longestSection || shown.trim() === '' ? (
            <span className={mute}>
              {shown.trim() === ''
                ? t('write.previewEmpty')
                : t('write.previewTooLong')}
            </span>
          ) : (
            <Markdown text={shown} postmortem={postmortem} />
          )}
        </div>
      </div>
    </div>
  );
};
