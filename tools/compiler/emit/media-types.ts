export type BodyKind = "json" | "form" | "multipart" | "text" | "bytes";

/** How a body of this media type is read and written; `undefined`: not supported. */
export function bodyKind(type: string): BodyKind | undefined {
  const essence = type.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (essence === "application/json" || essence.endsWith("+json") || essence === "*/*") return "json";
  if (essence === "application/x-www-form-urlencoded") return "form";
  if (essence === "multipart/form-data") return "multipart";
  if (essence.startsWith("multipart/") || essence === "application/xml" || essence.endsWith("+xml")) return undefined;
  if (essence.startsWith("text/")) return essence === "text/xml" ? undefined : "text";
  return "bytes";
}

/** How the body of a reply is given by a handler: XML and other texts that nobody checks are taken as they are. */
export function replyKind(type: string): "json" | "text" | "bytes" {
  const kind = bodyKind(type);
  return kind === "json" || kind === "text" ? kind : "bytes";
}
