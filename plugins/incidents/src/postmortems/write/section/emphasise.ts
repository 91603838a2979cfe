import { EditorSelection } from '@uiw/react-codemirror';
import type { EditorView } from '@uiw/react-codemirror';

/** A command that puts marks around what is selected, or takes them away again. */
export const emphasise =
  (mark: string) =>
  (view: EditorView): boolean => {
    const size = mark.length;
    view.dispatch(
      view.state.changeByRange(({ from, to }) => {
        const around =
          view.state.sliceDoc(from - size, from) === mark &&
          view.state.sliceDoc(to, to + size) === mark;
        return around
          ? {
              changes: [
                { from: from - size, to: from },
                { from: to, to: to + size },
              ],
              range: EditorSelection.range(from - size, to - size),
            }
          : {
              changes: [
                { from, insert: mark },
                { from: to, insert: mark },
              ],
              range: EditorSelection.range(from + size, to + size),
            };
      }),
    );
    view.focus();
    return true;
  };

/** Puts a text where the cursor is, in the place of what is selected. */
export function insert(view: EditorView, text: string): void {
  view.dispatch(view.state.replaceSelection(text));
  view.focus();
}

/** Begins each selected line with a mark: a list. */
export function beginLines(view: EditorView, mark: string): void {
  const { state } = view;
  const { from, to } = state.selection.main;
  const first = state.doc.lineAt(from).number;
  const last = state.doc.lineAt(to).number;
  const changes = Array.from({ length: last - first + 1 }, (_, index) => ({
    from: state.doc.line(first + index).from,
    insert: mark,
  }));
  view.dispatch({ changes, selection: undefined });
  view.focus();
}
