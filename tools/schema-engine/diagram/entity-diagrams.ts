import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { type Html, html, trustedMarkup } from "../../report/html-text";
import type { Section } from "../../report/report";
import { compareEntities } from "./compare-entities";
import type { Mark, Relation } from "./entity";
import { type Layout, layout, type Place, type Point, rounded, type Size } from "./layout";
import { type DrawnEntity, type DrawnRow, type Selection, selectEntities } from "./select-entities";

const rowHeight = 18;
const headHeight = 26;
const padding = 8;
/** Of a character of the monospaced font. */
const characterWidth = 7.3;
const mostCharacters = 44;
const signWidth = 12;
const keyWidth = 48;

/** Said by a sign too: colours are not seen by everybody, nor on paper. */
const signs: Readonly<Record<Mark, string>> = { added: "+", dropped: "−", changed: "~", kept: " " };

/**
 * The schema before and after in one picture: without what is marked `+` it is the schema before, without what is marked `−` the
 * one after. Several pictures where many tables change, none where none does.
 */
export function entityDiagrams(before: CatalogSnapshot, after: CatalogSnapshot): readonly Section[] {
  const pictures = selectEntities(compareEntities(before, after));
  return pictures.map((one, index): Section => {
    const count = pictures.length === 1 ? "" : ` (${index + 1} of ${pictures.length})`;
    return { kind: "figure", title: `schema before and after${count}`, svg: draw(one, index).markup };
  });
}

/** All of a picture are equally wide, so that they stand in columns and lines climb between those. */
function sizesOf(entities: readonly DrawnEntity[]): ReadonlyMap<string, Size> {
  const longest = Math.max(
    ...entities.map(({ name, rows, rest }) =>
      Math.max(name.length + 4, rest.length, ...rows.map((row) => rowText(row).length)),
    ),
  );
  const width = Math.round(Math.min(longest, mostCharacters) * characterWidth + 2 * padding + signWidth + keyWidth);
  const height = ({ rows, rest }: DrawnEntity) =>
    headHeight + (rows.length + (rest === "" ? 0 : 1)) * rowHeight + padding;
  return new Map(entities.map((one) => [one.name, { width, height: height(one) }]));
}

function rowText({ text, note }: DrawnRow): string {
  return note === "" ? text : `${text} ${note}`;
}

const legendHeight = 30;
const marks: readonly Mark[] = ["added", "dropped", "changed", "kept"];

const legend = "+ added   − dropped   ~ changed   PK primary key   FK foreign key";

function draw({ entities, relations }: Selection, index: number): Html {
  const { width, height, places, lines } = layout(sizesOf(entities), relations);
  const full = String(Math.ceil(Math.max(width, legend.length * characterWidth + 24)));
  const total = String(Math.ceil(height + legendHeight));
  const id = String(index + 1);
  return html`<svg class="diagram" width="${full}" height="${total}" viewBox="0 0 ${full} ${total}" role="img" aria-labelledby="title-${id} text-${id}">
<title id="title-${id}">Tables before and after the plan</title>
<desc id="text-${id}">${description(entities, relations)}</desc>
<defs>${marks.map((mark) => arrow(mark, id))}</defs>
${relations.map((one) => line(one, id, lines.get(one) ?? [], places))}
${entities.map((one) => box(one, places.get(one.name)))}
<text class="mono" x="12" y="${String(height + 20)}">${legend}</text>
</svg>`;
}

/** The same in words, for those who hear the page. */
function description(entities: readonly DrawnEntity[], relations: readonly Relation[]): string {
  const tables = entities
    .filter((one) => one.mark !== "kept")
    .map(({ name, mark, rows }) => {
      const changes = rows
        .filter((row) => row.mark !== "kept" && mark === "changed")
        .map((row) => `${row.mark} ${rowText(row)}`);
      return `Table ${name} ${mark}${changes.length === 0 ? "" : `: ${changes.join("; ")}`}.`;
    });
  const keys = relations
    .filter((one) => one.mark !== "kept")
    .map((one) => `Foreign key ${one.name} from ${one.from} to ${one.to} ${one.mark}.`);
  return [...tables, ...keys].join(" ");
}

function arrow(mark: Mark, id: string): Html {
  return html`<marker id="arrow-${id}-${mark}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head ${mark}" d="M0 0L8 4L0 8Z"/></marker>`;
}

function line(relation: Relation, id: string, points: readonly Point[], places: Layout["places"]): Html {
  const { name, from, to, mark } = relation;
  const [start, end] = [places.get(from), places.get(to)];
  const path = from === to || start === undefined || end === undefined ? loop(start) : curve(start, points, end);
  return html`<path class="relation ${mark}" d="${path}" marker-end="url(#arrow-${id}-${mark})"><title>${`${signs[mark]} ${name}: ${from} → ${to}`.trim()}</title></path>`;
}

/**
 * From the side of one box to the side of the other by the places that the layout has kept free between boxes. It comes and goes
 * level everywhere, so that all climbing is done between the layers.
 */
function curve(start: Place, points: readonly Point[], end: Place): string {
  const isForward = start.x + start.width / 2 <= end.x + end.width / 2;
  const side = (place: Place, isRight: boolean): Point => ({
    x: isRight ? place.x + place.width : place.x,
    y: clamped(middleOf(points)?.y ?? place.y, place.y + headHeight / 2, place.y + place.height - headHeight / 2),
  });
  const all = [side(start, isForward), ...withRuns(points.slice(1, -1), start.width), side(end, !isForward)];
  const steps = all.slice(1).map((point, index) => {
    const before = all[index] as Point;
    const middle = (before.x + point.x) / 2;
    return `C${rounded(middle)} ${before.y} ${rounded(middle)} ${point.y} ${point.x} ${point.y}`;
  });
  return `M${all[0]?.x} ${all[0]?.y}${steps.join("")}`;
}

/** Every second of them lies in a column of boxes, which the line crosses level. */
function withRuns(points: readonly Point[], width: number): readonly Point[] {
  return points.flatMap((point, index) => {
    if (index % 2 === 0) return [point];
    const half = Math.sign((points[index + 1] ?? point).x - point.x) * (width / 2);
    return [point.x - half, point.x + half].map((x) => ({ x: rounded(x), y: point.y }));
  });
}

function middleOf(points: readonly Point[]): Point | undefined {
  return points[Math.floor(points.length / 2)];
}

function clamped(value: number, least: number, most: number): number {
  return rounded(Math.min(Math.max(value, least), most));
}

/** Of a table that refers to itself: out at its right side and back. */
function loop(place: Place | undefined): string {
  if (place === undefined) return "";
  const [x, y] = [place.x + place.width, place.y + headHeight / 2];
  return `M${x} ${y}C${x + 28} ${y - 10} ${x + 28} ${y + 34} ${x} ${y + 24}`;
}

function box({ name, mark, rows, rest }: DrawnEntity, place: Place | undefined): Html {
  if (place === undefined) throw new Error(`${name} has no place`);
  const { x, y, width, height } = place;
  const at = (index: number) => y + headHeight + rowHeight * (index + 0.75);
  const room = Math.floor((width - 2 * padding - signWidth - keyWidth) / characterWidth);
  return html`<g class="entity ${mark}">
<rect x="${String(x)}" y="${String(y)}" width="${String(width)}" height="${String(height)}" rx="6"/>
<path class="rule" d="M${String(x)} ${String(y + headHeight)}h${String(width)}"/>
<text class="mono name" x="${String(x + padding)}" y="${String(y + 18)}">${`${signs[mark]} ${clipped(name, room + 3)}`.trim()}<title>${name}</title></text>
${rows.map((row, index) => drawRow(row, { x: x + padding, y: at(index), right: x + width - padding, room }))}
${rest === "" ? [] : html`<text class="mono rest" x="${String(x + padding)}" y="${String(at(rows.length))}">${clipped(rest, room + 4)}</text>`}
</g>`;
}

interface RowPlace {
  readonly x: number;
  readonly y: number;
  readonly right: number;
  /** Characters. */
  readonly room: number;
}

function drawRow(row: DrawnRow, { x, y, right, room }: RowPlace): Html {
  const name = clipped(row.text, room);
  const note = clipped(row.note, Math.max(0, room - name.length - 1));
  const key =
    row.key === ""
      ? trustedMarkup("")
      : html`<text class="mono key" x="${String(right)}" y="${String(y)}" text-anchor="end">${row.key}</text>`;
  return html`<text class="mono row ${row.mark}" x="${String(x)}" y="${String(y)}"><title>${rowText(row)}</title>${signs[row.mark].trim()}<tspan x="${String(x + signWidth)}">${name}</tspan> <tspan class="note">${note}</tspan></text>${key}`;
}

function clipped(text: string, room: number): string {
  const characters = [...text];
  return characters.length <= room ? text : `${characters.slice(0, Math.max(0, room - 1)).join("")}…`;
}
