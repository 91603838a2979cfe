import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { autocompletion } from '@codemirror/autocomplete';
import { markdown } from '@codemirror/lang-markdown';
import { syntaxHighlighting } from '@codemirror/language';
import { Diagnostic, setDiagnostics } from '@codemirror/lint';
import { classHighlighter } from '@lezer/highlight';
import { makeStyles } from '@material-ui/core/styles';
import CodeMirror, { EditorView, keymap } from '@uiw/react-codemirror';
import { useEffect, useMemo, useState } from 'react';
import { meaning } from '../../../kit';
import { emphasise } from './emphasise';
import { imagesIn } from './images';
import { mentionSource } from './mentionSource';

const useStyles = makeStyles(theme => {
  const { link, warn } = meaning(theme);
  const quiet = theme.palette.type === 'dark' ? '#c4c4cc' : '#5f6368';
  return {
    // CodeMirror's own colours are not readable enough on either theme.
    editor: {
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      fontSize: 14,
      '& .cm-editor': {
        color: theme.palette.text.primary,
        background: theme.palette.background.paper,
      },
      '& .cm-editor.cm-focused': {
        outline: `2px solid ${theme.palette.primary.main}`,
      },
      '& .cm-content': { padding: theme.spacing(1.5), lineHeight: 1.6 },
      '& .cm-cursor': { borderLeftColor: theme.palette.text.primary },
      '& .cm-tooltip': {
        color: theme.palette.text.primary,
        background: theme.palette.background.paper,
        maxWidth: 'min(360px, 90vw)',
      },
      '& .cm-tooltip-autocomplete ul li[aria-selected]': {
        color: theme.palette.primary.contrastText,
        background: theme.palette.primary.main,
      },
      '& .cm-lintRange-hint': {
        backgroundImage: 'none',
        textDecoration: `underline wavy ${warn}`,
        textUnderlineOffset: 3,
      },
      '& .tok-heading': { fontWeight: 700 },
      '& .tok-strong': { fontWeight: 700 },
      '& .tok-emphasis': { fontStyle: 'italic' },
      '& .tok-link, & .tok-url': { color: link },
      '& .tok-meta': { color: quiet },
    },
  };
});

/** Words to underline, and why. */
export interface Underlined {
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/** Markdown as it is written: names are completed, images may be pasted or dropped, words are underlined. */
export const MarkdownEditor = (props: {
  /** For who cannot see which section it is. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** It was left. */
  onBlur: () => void;
  underlined: readonly Underlined[];
  onImages: (files: readonly File[]) => void;
  onView: (view: EditorView) => void;
}) => {
  const { label, value, onChange, underlined, onImages, onView } = props;
  const { editor } = useStyles();
  const catalog = useApi(catalogApiRef);
  const [view, setView] = useState<EditorView>();
  const extensions = useMemo(
    () => [
      markdown(),
      syntaxHighlighting(classHighlighter),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        'aria-label': label,
        tabindex: '0',
        spellcheck: 'true',
      }),
      autocompletion({ override: [mentionSource(catalog)], icons: false }),
      keymap.of([
        { key: 'Mod-b', run: emphasise('**') },
        { key: 'Mod-i', run: emphasise('_') },
      ]),
    ],
    [label, catalog],
  );
  const images = useMemo(
    () => EditorView.domEventHandlers(imageHandlers(onImages)),
    [onImages],
  );

  useEffect(() => {
    if (!view) return;
    view.dispatch(
      setDiagnostics(
        view.state,
        diagnosticsOf(underlined, view.state.doc.length),
      ),
    );
  }, [view, underlined]);

  return (
    <CodeMirror
      className={editor}
      value={value}
      onChange={onChange}
      onBlur={props.onBlur}
      onCreateEditor={created => {
        setView(created);
        created.focus();
        onView(created);
      }}
      extensions={[extensions, images]}
      minHeight="140px"
      maxHeight="70vh"
      theme="none"
      // Tab leaves the editor, so that the keyboard is not caught in it.
      indentWithTab={false}
      basicSetup={{
        autocompletion: false,
        syntaxHighlighting: false,
        lineNumbers: false,
        foldGutter: false,
        highlightActiveLine: false,
      }}
    />
  );
};

const imageHandlers = (onImages: (files: readonly File[]) => void) => {
  const take = (event: Event, data: DataTransfer | null): boolean => {
    const files = imagesIn(data);
    if (files.length === 0) return false;
    event.preventDefault();
    onImages(files);
    return true;
  };
  return {
    paste: (event: ClipboardEvent) => take(event, event.clipboardData),
    drop: (event: DragEvent) => take(event, event.dataTransfer),
  };
};

/** What was found in a text that is longer or shorter by now is cut to it. */
const diagnosticsOf = (
  underlined: readonly Underlined[],
  length: number,
): Diagnostic[] =>
  underlined
    .filter(({ to }) => to <= length)
    .map(({ from, to, why }) => ({ from, to, severity: 'hint', message: why }));
