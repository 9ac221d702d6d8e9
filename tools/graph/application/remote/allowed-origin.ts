const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The origin that a user allows, as `https://host[:port]`; `http` on this machine only, where nobody can change what is sent.
 *
 * @throws Error that says what to write
 */
export function allowedOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && loopback.has(url.hostname));
  if (url === undefined || !isSafe || url.username !== "" || url.pathname !== "/" || url.search + url.hash !== "") {
    throw new Error(`--allow-remote takes an origin such as https://schemas.example.com, not ${JSON.stringify(text)}.`);
  }
  return url.origin;
}
