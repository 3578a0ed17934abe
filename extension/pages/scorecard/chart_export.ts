/**
 * Takes a chart out of the page: its picture as SVG or PNG, with the colours it has on the screen, and its data as CSV.
 */
const PAINT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"];

/** What stands over a picture that left its page. */
export interface Heading {
  /** The file's name. */
  name: string;
  title: string;
  /** What is drawn. */
  label: string;
  /** Whose numbers, and of which time. */
  scope: string;
}

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 20;
const HEAD = 62;

function element(name: string, attributes: Record<string, string | number>, text = ""): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  made.textContent = text;
  return made;
}

/** The picture by itself, with its heading: what style sheets gave it stands in its own attributes. */
function standalone(svg: SVGSVGElement, { title, label, scope }: Heading): { text: string; width: number; height: number } {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  originals.forEach((original, index) => {
    const target = copies[index]!;
    const style = getComputedStyle(original);
    for (const name of PAINT) target.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "role", "tabindex", "aria-label", "aria-hidden", "data-figure"]) target.removeAttribute(name);
  });
  const drawn = svg.viewBox.baseVal;
  const [width, height] = [drawn.width + 2 * MARGIN, drawn.height + HEAD + 2 * MARGIN];
  const card = getComputedStyle(svg.closest("section") ?? document.body);
  const quiet = getComputedStyle(svg).getPropertyValue("--text-quiet");
  const font = getComputedStyle(svg).fontFamily;
  const whole = element("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  whole.append(
    element("title", {}, `${title}: ${label}`),
    element("rect", { width, height, fill: card.backgroundColor }),
    element("text", { x: MARGIN, y: MARGIN + 16, fill: card.color, "font-family": font, "font-size": 17, "font-weight": 650 }, title),
    element("text", { x: MARGIN, y: MARGIN + 38, fill: quiet, "font-family": font, "font-size": 12.5 }, [label !== title && label, scope].filter(Boolean).join(" · ")),
  );
  copy.setAttribute("x", String(MARGIN));
  copy.setAttribute("y", String(MARGIN + HEAD));
  copy.setAttribute("width", String(drawn.width));
  copy.setAttribute("height", String(drawn.height));
  whole.append(copy);
  return { text: new XMLSerializer().serializeToString(whole), width, height };
}

export function saveSvg(svg: SVGSVGElement, heading: Heading): void {
  save(new Blob([standalone(svg, heading).text], { type: "image/svg+xml" }), `housestyle-${heading.name}.svg`);
}

export async function savePng(svg: SVGSVGElement, heading: Heading): Promise<void> {
  const { text, width, height } = standalone(svg, heading);
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * 2;
  canvas.height = height * 2;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (blob) save(blob, `housestyle-${heading.name}.png`);
}

/** RFC 4180; a cell that a spreadsheet could take for a formula begins with an apostrophe. */
export function csv(columns: string[], rows: (string | number | null)[][]): string {
  const cell = (value: string | number | null) => {
    const text = value === null ? "" : typeof value === "string" && /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

export function saveCsv(columns: string[], rows: (string | number | null)[][], name: string): void {
  save(new Blob([csv(columns, rows)], { type: "text/csv" }), `housestyle-${name}.csv`);
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
