/** Has the browser keep a text as a file. */
export function download(file: {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
}): void {
  const url = URL.createObjectURL(
    new Blob([file.text], { type: file.mediaType }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = file.fileName;
  link.click();
  // The click has begun the download, which holds what it needs.
  URL.revokeObjectURL(url);
}
