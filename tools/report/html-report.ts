import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Html, html, trustedMarkup } from "./html-text";
import type { Report, Section } from "./report";

/**
 * The report as one HTML file that loads nothing: no script, no font, no image. The content security policy allows only
 * its own style sheet, by hash, so that not even a mistake in escaping could run or fetch anything.
 */
export function htmlReport(report: Report): string {
  const style = readFileSync(join(__dirname, "html-report.css"), "utf8");
  const hash = createHash("sha256").update(style).digest("base64");
  return `<!doctype html>\n${page(report, style, hash).markup}\n`;
}

function page(report: Report, style: string, hash: string): Html {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${report.project}:${report.target} – ${report.verdict}</title>
<style>${trustedMarkup(style)}</style>
</head>
<body>
<main>
<header>
<p class="kicker">Specline report</p>
<h1>${report.project}<span class="colon">:</span>${report.target}</h1>
<p class="verdict ${report.success ? "good" : "bad"}"><strong>${report.success ? "✓" : "✗"}</strong> ${report.verdict}</p>
${report.reasons.length === 0 ? [] : html`<ul class="reasons">${report.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}
</header>
${report.sections.map(section)}
</main>
</body>
</html>`;
}

function section(one: Section): Html {
  const title = one.title === "" ? [] : html`<h2>${one.title}</h2>`;
  return html`<section>
${title}
${body(one)}
</section>`;
}

function body(one: Section): Html {
  switch (one.kind) {
    case "facts":
      return html`<dl>${one.facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
    case "table":
      return table(one);
    case "text":
      return html`<div class="text">${one.lines.map((line) => html`<p>${line}</p>`)}</div>`;
    case "code":
      return html`<pre tabindex="0"><code>${one.text}</code></pre>`;
    case "figure":
      return html`<figure tabindex="0">${trustedMarkup(one.svg)}</figure>`;
    default:
      throw new Error(`unknown section: ${JSON.stringify(one satisfies never)}`);
  }
}

/** On narrow screens the table scrolls inside its own box, so that the page never does. */
function table(one: Extract<Section, { kind: "table" }>): Html {
  const kind = (index: number) => (one.columns[index]?.numeric ? "number" : "word");
  return html`<div class="scroll" tabindex="0"><table>
<thead><tr>${one.columns.map((column, index) => html`<th scope="col" class="${kind(index)}">${column.title}</th>`)}</tr></thead>
<tbody>
${one.rows.map((row) => html`<tr>${one.columns.map((_, index) => html`<td class="${kind(index)}">${row[index] ?? ""}</td>`)}</tr>`)}
</tbody></table></div>`;
}
