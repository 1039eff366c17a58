/** The browser's file chooser for calendar files. */
import type { Ref } from 'react';

/**
 * Shows nothing: a button calls `click()` on the `ref`.
 * @param onFiles what was chosen, at least one.
 */
export function CalendarFileInput({
  ref,
  multiple = false,
  onFiles,
}: {
  ref: Ref<HTMLInputElement>;
  multiple?: boolean;
  onFiles(files: File[]): void;
}) {
  return (
    <input
      ref={ref}
      type="file"
      hidden
      multiple={multiple}
      accept=".ics,.ical,.ifb,.icalendar,text/calendar"
      onChange={(event) => {
        const files = [...(event.target.files ?? [])];
        // The same file, chosen again after a change, is a change again.
        event.target.value = '';
        if (files.length > 0) onFiles(files);
      }}
    />
  );
}
