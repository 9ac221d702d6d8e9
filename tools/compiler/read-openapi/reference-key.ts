/** The file and the fragment of a `$ref`, as they are written. */
export function splitReference(reference: string): { readonly path: string; readonly fragment: string } {
  const hash = reference.indexOf("#");
  if (hash === -1) return { path: reference, fragment: "" };
  return { path: reference.slice(0, hash), fragment: reference.slice(hash + 1) };
}

/** Steps of a JSON pointer in a URL's fragment (RFC 6901 §6), unescaped. */
export function pointerSteps(fragment: string): readonly string[] {
  return fragment === "" ? [] : fragment.slice(1).split("/").map(percentDecoded).map(unescapeStep);
}

/** One text for one place: the file and the pointer in one form. */
export function referenceKey(file: string, pointer: readonly string[]): string {
  return `${file}#${pointer.map((step) => `/${escapeStep(step)}`).join("")}`;
}

/** Whether the path of a reference is a URL, with or without its scheme. */
export function isUrl(path: string): boolean {
  return /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(path);
}

/** The place that a reference of a file names, without looking whether it is there; `undefined`: outside of the workspace. */
export function absoluteReference(from: string, reference: string): string | undefined {
  const { path, fragment } = splitReference(reference);
  if (isUrl(path)) return undefined;
  const file = path === "" ? from : joinPath(from, path);
  return file === undefined ? undefined : referenceKey(file, pointerSteps(fragment));
}

/** `path` relative to the folder of `from`; `undefined` when it leaves the workspace or is absolute. */
export function joinPath(from: string, path: string): string | undefined {
  if (path.startsWith("/") || path.includes("\\")) return undefined;
  const steps = from.split("/").slice(0, -1);
  for (const step of percentDecoded(path).split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join("/");
}

/** The document on another host that a reference names; `undefined`: it names none that could be fetched. */
export function remoteUrl(path: string, base: string | undefined): string | undefined {
  if (!URL.canParse(path, base)) return undefined;
  const url = new URL(path, base);
  const isFetchable = /^https?:$/.test(url.protocol) && url.username === "" && url.password === "";
  url.hash = "";
  return isFetchable ? url.href : undefined;
}

export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unescapeStep(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

export function escapeStep(step: string): string {
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}
