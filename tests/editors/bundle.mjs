// Bundles the editors' pages into target/editors: each page a script, its styles, and an HTML file. With names, only
// those.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "svelte/compiler";

const here = dirname(fileURLToPath(import.meta.url));
const out = fileURLToPath(new URL("../../target/editors", import.meta.url));
/** Pages whose editor needs another version of a package than the others do. */
const REACT_17 = { react: "react-17", "react-dom": "react-dom-17", scheduler: "scheduler-17" };
const REACT_18 = { react: "react-18", "react-dom": "react-dom-18" };
const ALIASES = { draft: REACT_17, gutenberg: REACT_18 };

const all = readdirSync(join(here, "pages")).filter((file) => /^[a-z0-9]+\.mjs$/.test(file)).map((file) => file.slice(0, -4));
const wanted = process.argv.slice(2);
const pages = all.filter((page) => wanted.length === 0 || wanted.includes(page));

const plugin = {
  name: "editors",
  setup({ onLoad, onResolve }) {
    // Packages that do not show their package.json to importers are asked for it by its place.
    onResolve({ filter: /\/package\.json$/ }, ({ path }) => ({ path: join(here, "node_modules", path) }));
    // Media codecs are no part of writing.
    onResolve({ filter: /^@wordpress\/(vips|video-conversion)(\/|$)/ }, ({ path }) => ({ path, namespace: "left out" }));
    onLoad({ filter: /./, namespace: "left out" }, () => ({ contents: "export {}" }));
    // Styles that go into a frame are asked for as text.
    onResolve({ filter: /\.css\?text$/ }, ({ path }) => ({ path: join(here, "node_modules", path.slice(0, -5)), namespace: "text" }));
    onLoad({ filter: /./, namespace: "text" }, ({ path }) => ({ contents: readFileSync(path, "utf8"), loader: "text" }));
    onLoad({ filter: /\.svelte$/ }, ({ path }) => ({ contents: compile(readFileSync(path, "utf8"), { filename: path, generate: "client" }).js.code, resolveDir: dirname(path) }));
  },
};

mkdirSync(out, { recursive: true });
// A page that is no more is not looked at.
if (wanted.length === 0) for (const file of readdirSync(out)) if (file.endsWith(".html") && !all.includes(file.slice(0, -5))) rmSync(join(out, file));
for (const page of pages) {
  await build({
    entryPoints: [join(here, "pages", `${page}.mjs`)],
    outfile: join(out, `${page}.js`),
    bundle: true, minify: true, format: "iife", target: "es2022", logLevel: "error",
    absWorkingDir: here, nodePaths: [join(here, "node_modules")],
    alias: ALIASES[page] ?? {}, plugins: [plugin], conditions: ["browser", "production"],
    define: { "process.env.NODE_ENV": '"production"', "process.env.IS_GUTENBERG_PLUGIN": "false", "process.env": "{}", global: "globalThis" },
    loader: { ".ttf": "dataurl", ".svg": "dataurl", ".woff": "dataurl", ".woff2": "dataurl", ".eot": "dataurl" },
  });
  const css = existsSync(join(out, `${page}.css`)) ? `<link rel="stylesheet" href="${page}.css">` : "";
  writeFileSync(join(out, `${page}.html`), readFileSync(join(here, "pages/page.html"), "utf8").replaceAll("NAME", page).replace("<!-- styles -->", css));
}
console.log(`bundled ${pages.length} editors`);
