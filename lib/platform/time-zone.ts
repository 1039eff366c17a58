/** The zone of this device. */

/** IANA name of the device's time zone at this moment; ask anew each time, travellers change it. */
export function deviceTimeZone(): string {
  return Temporal.Now.timeZoneId();
}
