// The pages that tests write in, served on this machine with the policies they are to have.
import { join } from "node:path";
import { launch, root, serve } from "./browser.mjs";

const POLICIES = {
  "/csp.html": "default-src 'none'",
  "/trusted-types.html": "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "/sandbox.html": "sandbox; default-src 'none'",
};

/** A browser and the pages, and an end to both. */
export async function stage(options = {}) {
  const site = await serve(join(root, "tests/pages"), (path) => (POLICIES[path] ? { "content-security-policy": POLICIES[path] } : {}));
  const browser = await launch(options);
  return {
    browser,
    site,
    address: (path, host = "localhost") => `http://${host}:${site.port}/${path}`,
    async open(path) {
      const page = await browser.context.newPage();
      await page.goto(`http://localhost:${site.port}/${path}`);
      return page;
    },
    async end() {
      await browser.close();
      site.close();
    },
  };
}
