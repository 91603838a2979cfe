import { autocompletion, CompletionContext } from '@codemirror/autocomplete';
import { yaml } from '@codemirror/lang-yaml';
import { syntaxHighlighting } from '@codemirror/language';
import { Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { classHighlighter } from '@lezer/highlight';
import { makeStyles } from '@material-ui/core/styles';
import { PlayFault } from '@muster/backstage-plugin-incidents-common';
import CodeMirror, { EditorView, Text } from '@uiw/react-codemirror';
import { useEffect, useMemo, useState } from 'react';
import { meaning } from '../../kit';
import { usePlaysText } from '../../translation';
import { completionsAt, LanguageHelp } from './completions';

const useStyles = makeStyles(theme => {
  const { ok, bad, warn, link } = meaning(theme);
  return {
    // CodeMirror's own colours are not readable enough on either theme.
    editor: {
      border: `1px solid ${theme.palette.divider}`,
      fontSize: 13,
      '& .cm-editor': {
        color: theme.palette.text.primary,
        background: theme.palette.background.paper,
      },
      '& .cm-gutters': {
        color: theme.palette.type === 'dark' ? '#c4c4cc' : '#5f6368',
        background: theme.palette.background.default,
        borderColor: theme.palette.divider,
      },
      '& .cm-activeLine, & .cm-activeLineGutter': {
        background: theme.palette.action.hover,
      },
      '& .cm-cursor': { borderLeftColor: theme.palette.text.primary },
      '& .cm-tooltip': {
        color: theme.palette.text.primary,
        background: theme.palette.background.paper,
      },
      '& .cm-tooltip-autocomplete ul li[aria-selected]': {
        color: theme.palette.primary.contrastText,
        background: theme.palette.primary.main,
      },
      '& .tok-propertyName, & .tok-definition': { color: link },
      '& .tok-string, & .tok-string2': { color: ok },
      '& .tok-comment, & .tok-meta': {
        color: theme.palette.type === 'dark' ? '#c4c4cc' : '#5f6368',
        fontStyle: 'italic',
      },
      '& .tok-keyword, & .tok-number, & .tok-bool': { color: warn },
      '& .tok-invalid': { color: bad },
    },
  };
});

/** A place in the text to go to. A new object goes there again. */
export interface GoTo {
  readonly line: number;
  readonly column: number;
}

/** The YAML of a play, with completion and with its faults where they are. */
export const YamlEditor = (props: {
  source: string;
  onChange: (source: string) => void;
  faults: readonly PlayFault[];
  help: LanguageHelp | undefined;
  goTo: GoTo | undefined;
  height: string;
}) => {
  const { source, onChange, faults, help, goTo, height } = props;
  const t = usePlaysText();
  const { editor } = useStyles();
  const [view, setView] = useState<EditorView>();
  const label = t('editor.yaml');
  const extensions = useMemo(
    () => [
      yaml(),
      syntaxHighlighting(classHighlighter),
      lintGutter(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      autocompletion({
        override: [
          (context: CompletionContext) =>
            help
              ? completionsAt(context.state.doc.toString(), context.pos, help)
              : null,
        ],
      }),
    ],
    [help, label],
  );

  useEffect(() => {
    if (!view) return;
    const { doc } = view.state;
    view.dispatch(
      setDiagnostics(
        view.state,
        faults.map(fault => diagnosticOf(fault, doc)),
      ),
    );
  }, [view, faults]);

  useEffect(() => {
    if (!view || !goTo) return;
    view.dispatch({
      selection: { anchor: offsetOf(goTo, view.state.doc) },
      scrollIntoView: true,
    });
    view.focus();
  }, [view, goTo]);

  return (
    <CodeMirror
      className={editor}
      value={source}
      onChange={onChange}
      onCreateEditor={setView}
      extensions={extensions}
      height={height}
      theme="none"
      // Tab leaves the editor, so that the keyboard is not caught in it.
      indentWithTab={false}
      basicSetup={{
        autocompletion: false,
        syntaxHighlighting: false,
        foldGutter: false,
        tabSize: 2,
      }}
    />
  );
};

/** An offset in the text; a place that is gone by now counts as the nearest that is left. */
function offsetOf({ line, column }: GoTo, doc: Text): number {
  const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(from + Math.max(0, column - 1), to);
}

function diagnosticOf(fault: PlayFault, doc: Text): Diagnostic {
  const from = offsetOf(fault, doc);
  const { to } = doc.lineAt(from);
  return {
    from,
    to,
    severity: 'error',
    message: fault.path ? `${fault.path} ${fault.message}` : fault.message,
  };
}
