export interface FetchLimits {
  readonly sizeBytes: number;
  readonly timeoutMs: number;
  readonly redirects: number;
}

export type Fetched =
  | { readonly kind: "text"; readonly text: string }
  /** Continues "… could not be fetched: ". */
  | { readonly kind: "failed"; readonly reason: string };

const usualLimits: FetchLimits = { sizeBytes: 16_000_000, timeoutMs: 30_000, redirects: 3 };

/** Fetches one document. Redirects are followed within its origin only, so that who allows a host allows no other one. */
export async function fetchDocument(url: string, limits: FetchLimits = usualLimits): Promise<Fetched> {
  const { origin } = new URL(url);
  const signal = AbortSignal.timeout(limits.timeoutMs);
  let current = url;
  try {
    for (let hops = 0; hops <= limits.redirects; hops++) {
      const response = await fetch(current, { redirect: "manual", signal, headers: { accept: "*/*" } });
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel();
        if (!URL.canParse(location, current)) return failed(`it redirects to \`${location}\`, which is no URL`);
        const next = new URL(location, current);
        if (next.origin !== origin) return failed(`it redirects to ${next.origin}, another origin`);
        current = next.href;
        continue;
      }
      if (!response.ok) {
        await response.body?.cancel();
        return failed(`the answer has status ${response.status}`);
      }
      return await readText(response, limits.sizeBytes);
    }
    return failed(`it redirects more than ${limits.redirects} times`);
  } catch (error) {
    if (signal.aborted) return failed(`no whole answer within ${limits.timeoutMs / 1000} s`);
    const { cause, message } = error as Error & { readonly cause?: { readonly message?: string } };
    return failed(cause?.message || message);
  }
}

async function readText(response: Response, limitBytes: number): Promise<Fetched> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (sizeBytes > limitBytes) return failed(`it has more than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
    return { kind: "text", text };
  } catch {
    return failed("it is no UTF-8 text");
  }
}

function failed(reason: string): Fetched {
  return { kind: "failed", reason };
}
