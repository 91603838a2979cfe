/**
 * For `ref` of a field that appears because somebody asked for it: they want to type there, after what stands in it.
 */
export function takeFocus(
  field: HTMLInputElement | HTMLTextAreaElement | null,
): void {
  if (!field) return;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}
