/** What was just done, and the way back: a quiet line where it happened. */
import { Undo2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { i18n } from '#i18n';
import { Button } from './button.tsx';
import css from './undo-bar.module.css';

/** How long the offer stands when nothing else is done. */
const OFFER_MS = 20_000;

export interface UndoOffer {
  text: string;
  undo?: () => void;
}

/**
 * Always mounted, so that an offer is read out when it comes. It stays until the next act replaces it, or for 20 s;
 * while the focus is in it, it stays.
 */
export function UndoBar({ offer, onExpire }: { offer: UndoOffer | null; onExpire(): void }) {
  const ref = useRef<HTMLDivElement>(null);
  const expire = useRef(onExpire);
  useEffect(() => {
    expire.current = onExpire;
  });
  useEffect(() => {
    if (!offer) return undefined;
    const timer = setInterval(() => {
      if (!ref.current?.contains(document.activeElement)) expire.current();
    }, OFFER_MS);
    return () => clearInterval(timer);
  }, [offer]);
  return (
    <div className={css.undoBar} role="status" ref={ref}>
      {offer && (
        <>
          <span>{offer.text}</span>
          {offer.undo && (
            <Button small icon={Undo2} data-undo onClick={offer.undo}>
              {i18n.t('common.undo')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
