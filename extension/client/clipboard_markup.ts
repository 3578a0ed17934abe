/**
 * What clipboard markup says beside its text: the names of elements, attributes, classes and ids, by which some AI tools
 * can be known. Leaves out text, addresses and every other value.
 */
const MOST_READ = 200_000;
const MOST_TOLD = 4_000;

/** The tags that bear names, each kind once; empty where there are none. */
export function tagsOf(html: string): string {
  const told = new Set<string>();
  let length = 0;
  for (const [, element, attributes] of html.slice(0, MOST_READ).matchAll(/<([a-z][\w-]*)(\s[^<>]*)>/gi)) {
    const names: string[] = [];
    for (const [, name, value] of attributes!.matchAll(/([^\s=<>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?/g)) {
      const own = /^(class|id)$/i.test(name!) ? value?.replace(/["']/g, "") : undefined;
      if (own) names.push(`${name}="${own}"`);
      else if (/^data-/i.test(name!)) names.push(name!);
    }
    const tag = `<${element} ${names.join(" ")}>`;
    if (names.length === 0 || told.has(tag)) continue;
    length += tag.length;
    if (length > MOST_TOLD) break;
    told.add(tag);
  }
  return [...told].join("");
}
