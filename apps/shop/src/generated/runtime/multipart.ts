// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: ad025a72cbbee230
/** The parts of a multipart form (RFC 7578), read by Node; `undefined`: it is none. */
export async function parseMultipart(bytes: Uint8Array, contentType: string): Promise<FormData | undefined> {
  try {
    const body = betweenBoundaries(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), contentType);
    return await new Response(body, { headers: { "content-type": contentType } }).formData();
  } catch {
    return undefined;
  }
}

/**
 * What stands before the first and after the last boundary is left out: "there appears to be room for additional information" there, which is
 * "to be ignored" (RFC 2046, 5.1.1). Node refuses it.
 */
function betweenBoundaries(body: Buffer, contentType: string): Uint8Array<ArrayBuffer> {
  const match = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const delimiter = Buffer.from(`\r\n--${match?.[1] ?? match?.[2] ?? ""}`);
  // The first one need not have a line before it.
  const whole = Buffer.concat([crlf, body]);
  const [first, last] = [whole.indexOf(delimiter), whole.indexOf(Buffer.concat([delimiter, Buffer.from("--")]))];
  if (first < 0 || last < 0) return new Uint8Array(body);
  return new Uint8Array(Buffer.concat([whole.subarray(first + crlf.length, last + delimiter.length + 2), crlf]));
}

const crlf = Buffer.from("\r\n");
