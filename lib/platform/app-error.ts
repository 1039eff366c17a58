/** The base of every error that the product expects. */

/**
 * An error with a reason from a closed list. Messages and causes never hold tokens, titles, names or notes,
 * so they may be logged; what the user reads is made from `reason` in components/ui/reason-words.ts.
 */
export class AppError<Reason extends string = string> extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, message: string = reason) {
    super(message);
    this.name = new.target.name;
    this.reason = reason;
  }
}
