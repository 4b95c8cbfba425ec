import type { Claims, Key, TimeOptions, Whole } from './index';

export * from './index';

export interface Symptoms extends TimeOptions {
  sdkappid?: Whole | null;
  userid?: string | null;
  /** The application's keys as they are configured, damage and all. */
  keys?: Key | readonly Key[];
  /** SDKAppIDs and keys of other applications that may have been mixed up with it. */
  others?: readonly [sdkappid: Whole, key: Key][];
}

/** Why a ticket is rejected, and what to do about it. */
export interface Diagnosis {
  rejection: { code: number; reason: string } | null;
  causes: { id: string; severity: 'fatal' | 'warning' | 'note'; text: string; advice: string }[];
  /** The ticket without its damage, where that can be undone. */
  repaired: string | null;
  unverified: Claims | null;
}

/** Explains why a ticket is rejected. It takes its time: it is for people. */
export function diagnose(ticket: string | Uint8Array, symptoms?: Symptoms): Diagnosis;
