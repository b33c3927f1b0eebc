/** Addresses that a secret, or what decides about one, may travel to and from. */

const THIS_MACHINE = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Whether nobody on the way can read or change what is sent: https://, or this machine. */
export function isPrivate(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && THIS_MACHINE.test(hostname));
}
