/** The mark of Beforehand: someone before an open page. */

/** The mark as a decorative icon of 20 px. */
export function BrandMark() {
  return (
    <svg className="icon icon-lg" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="5.5" cy="12" r="2.2" fill="currentColor" />
      <rect x="11.5" y="3.5" width="9.5" height="17" rx="2" />
    </svg>
  );
}
