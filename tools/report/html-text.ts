/** Markup that may stand in a page. A `string` may not: it goes through `html`, which escapes it. */
export interface Html {
  readonly [brand]: true;
  readonly markup: string;
}

declare const brand: unique symbol;

/** Joins literal markup with values; every string among them is escaped. */
export function html(strings: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  let markup = strings[0] ?? "";
  values.forEach((value, index) => {
    markup += typeof value === "string" ? escapeHtml(value) : "markup" in value ? value.markup : joined(value);
    markup += strings[index + 1] ?? "";
  });
  return { markup } as Html;
}

/** Markup that Specline made itself, such as an SVG figure or the style sheet. */
export function trustedMarkup(markup: string): Html {
  return { markup } as Html;
}

/** For element content and quoted attributes. */
function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
    .replace(/[^\P{C}\n\t]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

function joined(parts: readonly Html[]): string {
  return parts.map((part) => part.markup).join("\n");
}
