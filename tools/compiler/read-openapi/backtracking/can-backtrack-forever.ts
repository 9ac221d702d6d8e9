import { type PatternAutomaton, patternAutomaton } from "./pattern-automaton";

/** Of a longer expression nothing is said, so that a hostile one takes no time: pairs of steps are looked at in each loop. */
const most = { characters: 2000, places: 400, stepsOfLoop: 300 };

/**
 * Whether an expression can take a time that doubles with each character of a text that does not match: some loop can read the
 * same text in two ways, and something has to follow it. (An automaton is exponentially ambiguous when two different ways lead
 * from a state back to it over the same word: Weber and Seidl, On the degree of ambiguity of finite automata, 1991, criterion
 * EDA.) What is looked up ahead or referred back to is not looked at.
 *
 * @param pattern a regular expression that is right with the flag `u`
 */
export function canBacktrackForever(pattern: string): boolean {
  if (pattern.length > most.characters) return false;
  const automaton = patternAutomaton(pattern, most.places);
  if (automaton === undefined) return false;
  return loopsOf(automaton).some((loop) => isAmbiguous(loop, automaton));
}

/** A loop has been left with success before it fails, when the expression may end in it. */
function isAmbiguous(loop: ReadonlySet<number>, { places, next, ends }: PatternAutomaton): boolean {
  if ([...loop].some((place) => ends.has(place))) return false;
  const inside = (place: number) => [...(next[place] ?? [])].filter(([to]) => loop.has(to));
  if ([...loop].some((place) => inside(place).some(([, ways]) => ways > 1))) return true;
  if ([...loop].reduce((count, place) => count + inside(place).length, 0) > most.stepsOfLoop) return false;
  const texts = new Map([...loop].map((place) => [place, textsOf(places[place] ?? "")]));
  const meeting = new Map(
    [...texts].map(([place, own]) => [
      place,
      new Set([...loop].filter((one) => one === place || [...own].some((text) => texts.get(one)?.has(text)))),
    ]),
  );
  const meets = (a: number, b: number) => meeting.get(a)?.has(b) === true;
  // Two ways over the same word that part at a place and meet there again.
  const count = places.length;
  const pairs = (pair: number) => {
    const [a, b] = [Math.floor(pair / count), pair % count];
    return inside(a).flatMap(([left]) =>
      inside(b).flatMap(([right]) => (meets(left, right) ? [left * count + right] : [])),
    );
  };
  const same = [...loop].map((place) => place * count + place);
  return componentsOf(same, pairs).some(
    (component) =>
      component.some((pair) => pair % (count + 1) === 0) && component.some((pair) => pair % (count + 1) > 0),
  );
}

function loopsOf({ places, next }: PatternAutomaton): readonly ReadonlySet<number>[] {
  const all = componentsOf([...places.keys()], (place) => [...(next[place]?.keys() ?? [])]);
  return all.filter(([one = 0, ...others]) => others.length > 0 || next[one]?.has(one)).map((one) => new Set(one));
}

/** The strongly connected components of what can be reached (Tarjan), without recursion. */
function componentsOf(starts: readonly number[], nextOf: (node: number) => readonly number[]): readonly number[][] {
  const order = new Map<number, number>();
  const lowest = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const found: number[][] = [];
  for (const start of starts) {
    if (order.has(start)) continue;
    const way = [enter(start)];
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const { node, next } = top;
      const to = next.pop();
      if (to === undefined) {
        way.pop();
        leave(node, way.at(-1)?.node);
      } else if (!order.has(to)) way.push(enter(to));
      else if (isOpen.has(to)) lower(node, order.get(to) ?? 0);
    }
  }
  return found;

  function enter(node: number) {
    order.set(node, order.size);
    lowest.set(node, order.get(node) ?? 0);
    open.push(node);
    isOpen.add(node);
    return { node, next: [...nextOf(node)] };
  }

  function leave(node: number, above: number | undefined): void {
    if (above !== undefined) lower(above, lowest.get(node) ?? 0);
    if (lowest.get(node) !== order.get(node)) return;
    const component = open.splice(open.lastIndexOf(node));
    for (const one of component) isOpen.delete(one);
    found.push(component);
  }

  function lower(node: number, to: number): void {
    lowest.set(node, Math.min(lowest.get(node) ?? 0, to));
  }
}

/** Characters that tell one class from another: all of ASCII, and some of each kind beyond. */
const samples = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
  ..."\u00a0\u00df\u00e9\u00c9\u0301\u03a9\u0416\u05d0\u0661\u200d\u2028\u3042\u4e2d\uff21\ufffd\u{1f600}\u{1d7d8}\u{20000}",
];

const known = new Map<string, ReadonlySet<string>>();

/** Those of the samples that a character or a class takes. */
function textsOf(raw: string): ReadonlySet<string> {
  const texts = known.get(raw) ?? new Set(samples.filter((text) => new RegExp(`^(?:${raw})$`, "u").test(text)));
  known.set(raw, texts);
  return texts;
}
