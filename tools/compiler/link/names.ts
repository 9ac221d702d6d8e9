/** Words of a name in small letters: `order_items`, `orderItems`, `Order-Items` → `order`, `items`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** Whether two names say the same, in whatever case, in singular or plural. */
export function isSameThing(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length || a.length === 0) return false;
  const last = a.length - 1;
  if (a.slice(0, last).join(" ") !== b.slice(0, last).join(" ")) {
    return a.every((word, at) => haveCommonForm(word, b[at] as string));
  }
  return haveCommonForm(a[last] as string, b[last] as string);
}

function haveCommonForm(a: string, b: string): boolean {
  const forms = formsOf(b);
  return formsOf(a).some((form) => forms.includes(form));
}

const irregular: Readonly<Record<string, string>> = {
  people: "person",
  children: "child",
  men: "man",
  women: "woman",
  indices: "index",
  criteria: "criterion",
  analyses: "analysis",
  data: "datum",
};

/** The word and what it may be the plural of. */
function formsOf(word: string): readonly string[] {
  const forms = [word];
  const known = Object.hasOwn(irregular, word) ? irregular[word] : undefined;
  if (known !== undefined) forms.push(known);
  if (word.endsWith("ies")) forms.push(`${word.slice(0, -3)}y`);
  if (/(s|x|z|ch|sh|o)es$/.test(word)) forms.push(word.slice(0, -2));
  if (word.endsWith("s") && !word.endsWith("ss") && word.length > 2) forms.push(word.slice(0, -1));
  return forms;
}
