/** The part of the page on which calendar files can be dropped. */
import { FileDown } from 'lucide-react';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { i18n } from '#i18n';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import css from './drop-zone.module.css';

/**
 * Marks its part while files are dragged over the page. Whatever is dropped anywhere else does nothing: by itself the
 * browser would leave the page for it. Text can still be dropped into a field.
 */
export function DropZone({ onFiles, children }: { onFiles(files: File[]): void; children: ReactNode }) {
  const zone = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<'nowhere' | 'page' | 'zone'>('nowhere');
  const take = useRef(onFiles);
  useLayoutEffect(() => {
    take.current = onFiles;
  });
  useLayoutEffect(() => {
    const place = ({ target }: Event) => target instanceof Node && zone.current?.contains(target) === true;
    const over = (event: DragEvent) => {
      const { dataTransfer } = event;
      if (!dataTransfer) return;
      const files = dataTransfer.types.includes('Files');
      if (!files && isField(event.target)) return;
      event.preventDefault();
      dataTransfer.dropEffect = files && place(event) ? 'copy' : 'none';
      if (files) setDragged(place(event) ? 'zone' : 'page');
    };
    const leave = (event: DragEvent) => {
      // Between two elements of the page it only goes from one to the other.
      if (!event.relatedTarget) setDragged('nowhere');
    };
    const drop = (event: DragEvent) => {
      setDragged('nowhere');
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0 && isField(event.target)) return;
      event.preventDefault();
      if (files.length > 0 && place(event)) take.current(files);
    };
    addEventListener('dragenter', over);
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', over);
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);
  return (
    <div className={css.zone} ref={zone}>
      {children}
      {dragged !== 'nowhere' && (
        <div className={classNames(css.target, dragged === 'zone' && css.over)}>
          <p>
            <Icon of={FileDown} large /> {i18n.t('settings.ics.dropHere')}
          </p>
        </div>
      )}
    </div>
  );
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
