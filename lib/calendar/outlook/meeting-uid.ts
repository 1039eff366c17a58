/** Graph's name of a meeting → the name that it has in every other calendar. */

/** The sixteen bytes that a Global Object ID begins with, then the date of the occurrence. */
const GLOBAL_OBJECT_ID = /^(040000008200E00074C5B7101A82E008)[0-9A-F]{8}((?:[0-9A-F]{2}){21,})$/;
/** Creation time, padding and size (20 bytes), "vCal-Uid", four bytes, then the UID that another service gave. */
const FOREIGN = /^[0-9A-F]{40}7643616C2D55696401000000((?:[0-9A-F]{2})+?)(?:00)?$/;

/**
 * The UID that invitations carry (RFC 5545 §3.8.4.7). Graph names each occurrence anew: the date of the occurrence
 * stands in the name, and the UID of a meeting that was made elsewhere is wrapped in it. As [MS-ASEMAIL] §3.1.4.7.
 */
export function meetingUid(iCalUId: string): string {
  const [, header, rest] = GLOBAL_OBJECT_ID.exec(iCalUId.toUpperCase()) ?? [];
  if (header === undefined || rest === undefined) return iCalUId;
  const foreign = FOREIGN.exec(rest)?.[1];
  if (foreign === undefined) return `${header}00000000${rest}`;
  return new TextDecoder().decode(Uint8Array.fromHex(foreign));
}
