// Bundles the editors' pages into target/editors: each page a script, its styles, and an HTML file.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.env.OUT ?? fileURLToPath(new URL("../../target/editors", import.meta.url));
/** Pages whose editor needs another version of a package than the others do. */
const ALIASES = { draft: { react: "react-17", "react-dom": "react-dom-17", scheduler: "scheduler-17" } };

mkdirSync(out, { recursive: true });
const pages = readdirSync(join(here, "pages")).filter((file) => /^[a-z0-9]+\.mjs$/.test(file)).map((file) => file.slice(0, -4));
/** Packages that do not show their package.json to importers are asked for it by its place. */
const versions = {
  name: "versions",
  setup({ onResolve }) {
    onResolve({ filter: /\/package\.json$/ }, ({ path }) => ({ path: join(here, "node_modules", path) }));
  },
};
await Promise.all(pages.map(async (page) => {
  await build({
    entryPoints: [join(here, "pages", `${page}.mjs`)],
    outfile: join(out, `${page}.js`),
    bundle: true, minify: true, format: "iife", target: "es2022", logLevel: "error",
    absWorkingDir: here, nodePaths: [join(here, "node_modules")],
    alias: ALIASES[page] ?? {}, plugins: [versions],
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    loader: { ".ttf": "dataurl", ".svg": "dataurl", ".woff2": "dataurl" },
  });
  const css = readdirSync(out).includes(`${page}.css`) ? `<link rel="stylesheet" href="${page}.css">` : "";
  writeFileSync(join(out, `${page}.html`), readFileSync(join(here, "pages/page.html"), "utf8").replaceAll("NAME", page).replace("<!-- styles -->", css));
}));
console.log(`bundled ${pages.length} editors`);
