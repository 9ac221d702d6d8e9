import type { MediaType } from "../model/operation";

export type BodyKind = "json" | "form" | "text" | "bytes";

/** How a body of this media type is read and written; `undefined`: not supported. */
export function bodyKind(type: string): BodyKind | undefined {
  const essence = type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (essence === "application/json" || essence.endsWith("+json") || essence === "*/*") return "json";
  if (essence === "application/x-www-form-urlencoded") return "form";
  if (essence.startsWith("multipart/") || essence === "application/xml" || essence.endsWith("+xml")) return undefined;
  if (essence.startsWith("text/")) return essence === "text/xml" ? undefined : "text";
  return "bytes";
}

/** JSON when it is among them, else the first that can be written. */
export function preferredReply(
  content: readonly MediaType[],
): { readonly media: MediaType; readonly kind: BodyKind } | undefined {
  const readable = content.flatMap((media) => {
    const kind = bodyKind(media.type);
    return kind === undefined ? [] : [{ media, kind }];
  });
  return readable.find(({ kind }) => kind === "json") ?? readable.find(({ kind }) => kind !== "form");
}
