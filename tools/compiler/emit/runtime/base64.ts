/** Base64 with the alphabet of RFC 4648 §4 and its padding, without line breaks (§3.1): what `format: byte` means. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
