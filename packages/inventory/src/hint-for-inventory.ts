/** What hints say of fields that an inventory's reader can't change there, and what is said instead. */
const WORDS: readonly (readonly [of: RegExp, instead: string])[] = [
  [/\bnetwork\.subnet\b/, "what --subnet says, which is their /24 unless it is given"],
  [/, and take allowEvenMembers out then/, ""],
  [
    /Choose another range for network\.(?:pods|services):.*/,
    "A cluster keeps the networks that it was founded with: correct the addresses, or what --subnet says.",
  ],
];

/** A rule's hint about what an inventory says, in words that its reader can do something with. */
export function hintForInventory(hint: string): string {
  return WORDS.reduce((text, [of, instead]) => text.replace(of, instead), hint);
}
