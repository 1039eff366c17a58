/** The browser's own modal dialog. */
import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { i18n } from '#i18n';
import { useKeepFocus } from '../hooks/use-keep-focus.ts';
import { IconButton } from './button.tsx';
import css from './dialog.module.css';

/**
 * Opens when it is mounted, closes when it is unmounted, and gives the focus back to where it was.
 * The focus goes to what has `data-first`, else to the close button, and stays inside when what has it goes.
 * Escape, the close button and a click that begins and ends beside it call `onClose`; the caller then unmounts it.
 */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose(): void;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const pressedBeside = useRef(false);
  const titleId = useId();
  const focus = useKeepFocus<HTMLDivElement, HTMLHeadingElement>();
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus();
    // Closing before the element leaves the page is what lets the browser return the focus.
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={css.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // A file chooser's cancel bubbles up here as well.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        // An input method's Escape takes back a word, and closes nothing.
        if (event.key === 'Escape' && event.nativeEvent.isComposing) event.preventDefault();
      }}
      onPointerDown={(event) => {
        pressedBeside.current = event.target === event.currentTarget;
      }}
      onClick={(event) => {
        // Text marked with the mouse may end beside the dialog.
        if (event.target === event.currentTarget && pressedBeside.current) onClose();
      }}
    >
      <div className={css.head}>
        <h2 id={titleId} {...focus.fallback}>
          {title}
        </h2>
        <IconButton icon={X} label={i18n.t('common.close')} onClick={onClose} />
      </div>
      <div className={css.body} {...focus.part}>
        {children}
      </div>
    </dialog>
  );
}
