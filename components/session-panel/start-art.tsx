/** The picture of the first page: two people in a call, and the notebook beside it. */
import css from './first-run.module.css';

/** Decoration only. */
export function StartArt() {
  return (
    <svg
      className={css.art}
      viewBox="0 0 368 128"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <rect className={css.ground} x="1" y="8" width="366" height="112" rx="8" />
      <circle className={css.word} cx="76" cy="52" r="15" />
      <path className={css.word} d="M50 96c0-15 11-24 26-24s26 9 26 24" />
      <circle className={css.word} cx="164" cy="52" r="15" />
      <path className={css.word} d="M138 96c0-15 11-24 26-24s26 9 26 24" />
      <path className={css.faint} d="M120 28v72" />
      <path className={css.paper} d="M236 1h124a6 6 0 0 1 6 6v114a6 6 0 0 1-6 6H236z" />
      <path className={css.blue} strokeWidth="3" d="M236 1v62" />
      <path className={css.green} strokeWidth="3" d="M236 66v60" />
      <path d="M252 20h52" strokeWidth="2" />
      <path className={css.word} d="M252 34h88M252 44h70" />
      <path className={css.faint} d="M252 58h100" />
      <path className={css.blue} d="m254 92 18-4 18 1 18-10 18-5 18-9" />
      <path className={css.blue} strokeWidth="6" d="M344 65h.01" />
      <path className={css.faint} d="M252 100h100" />
      <path className={css.word} d="M252 112h62" />
    </svg>
  );
}
