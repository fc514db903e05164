// Looks at reports in a real browser: node look.mjs FOLDER_WITH_NODE_MODULES OUT_FOLDER FILE.html…
// In each view: nothing on the console, no request, nothing that a reader with a disability stumbles over (axe-core),
// no sideways scrolling. Then the keyboard, the filter, sorting, and the page without script. Leaves pictures and PDFs.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [home, out, ...files] = process.argv.slice(2);
const modules = path.join(home, "node_modules");
const load = async (name) => import(pathToFileURL(path.join(modules, name)));
const puppeteer = (await load("puppeteer-core/lib/puppeteer/puppeteer-core.js")).default;
const axe = fs.readFileSync(path.join(modules, "axe-core/axe.min.js"), "utf8");

const VIEWS = {
  wide: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true } },
  dark: { viewport: { width: 1280, height: 900 }, dark: true },
  print: { viewport: { width: 1280, height: 900 }, media: "print" },
};
const GRAVE = ["serious", "critical"];
const faults = [];

const opened = async (browser, file, name) => {
  const page = await browser.newPage();
  const fail = (text) => faults.push(`${path.basename(file)} ${name}: ${text}`);
  page.on("console", (message) => fail(`console: ${message.text()}`));
  page.on("pageerror", (error) => fail(`script: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== pathToFileURL(file).href && !request.url().startsWith("data:")) fail(`request: ${request.url()}`);
  });
  return { page, fail };
};

const visit = async (page, file) => {
  const begun = Date.now();
  await page.goto(pathToFileURL(file).href, { waitUntil: "load", timeout: 60_000 });
  return Date.now() - begun;
};

const axeFaults = async (page) => {
  await page.evaluate(axe); // the page's own policy forbids scripts from elsewhere, and rightly so
  return page.evaluate(async () => {
    const found = await globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
    return found.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, at: nodes.slice(0, 3).map((each) => each.target.join(" ")) }));
  });
};

const look = async (browser, file, name) => {
  const { page, fail } = await opened(browser, file, name);
  const { viewport, dark, media } = VIEWS[name];
  await page.setViewport(viewport);
  if (dark) await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  if (media) await page.emulateMediaType(media);
  const took = await visit(page, file);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wider > 0 && name !== "print") fail(`scrolls sideways by ${wider} px`);
  const isLarge = fs.statSync(file).size > 1_000_000; // axe looks at every node; a thousand dossiers take it minutes
  const found = isLarge ? [] : await axeFaults(page);
  for (const each of found) if (GRAVE.includes(each.impact)) fail(`${each.id}: ${each.help} (${each.at.join(", ")})`);
  await picture(page, file, name);
  const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
  await page.close();
  return { took, nodes, mild: found.filter((each) => !GRAVE.includes(each.impact)).map((each) => each.id), isLarge };
};

const picture = async (page, file, name) => {
  const stem = path.join(out, path.basename(file, ".html"));
  if (name === "print") {
    await page.pdf({ path: `${stem}.pdf`, preferCSSPageSize: true, timeout: 120_000 });
    return;
  }
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  const { width } = VIEWS[name].viewport;
  await page.screenshot({ path: `${stem}-${name}.png`, clip: { x: 0, y: 0, width, height: Math.min(tall, 4000) } });
};

const byKeyboard = async (browser, file) => {
  const { page, fail } = await opened(browser, file, "keyboard");
  await page.setViewport(VIEWS.wide.viewport);
  await visit(page, file);
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const at = document.activeElement;
      const style = getComputedStyle(at);
      return at === document.body ? "nothing" : style.outlineStyle === "none" && style.boxShadow === "none" ? at.outerHTML.slice(0, 80) : "";
    });
    if (seen) fail(`after ${step + 1} steps the focus is not to be seen: ${seen}`);
  }
  await page.close();
};

const shown = (page) => page.evaluate(() => [...document.querySelectorAll("#list tbody tr")].filter((row) => row.offsetParent).map((row) => row.cells[0].textContent));

const byFilter = async (browser, file) => {
  const { page, fail } = await opened(browser, file, "filter");
  await visit(page, file);
  const all = await shown(page);
  await page.type("#filter [name=text]", all[all.length - 1]);
  const found = await shown(page);
  if (!found.length || found.some((each) => each !== all[all.length - 1])) fail(`filter shows ${found.length} of ${all.length}`);
  await page.click("#filter [type=reset]");
  await new Promise((done) => setTimeout(done, 50));
  if ((await shown(page)).length !== all.length) fail("the filter is not taken back");
  await page.click("#list thead th:first-child button");
  const up = await shown(page);
  await page.click("#list thead th:first-child button");
  const down = await shown(page);
  const sorted = [...all].sort((one, two) => one.localeCompare(two, "zh", { numeric: true }));
  if (up.join() !== sorted.join() || down.join() !== [...up].reverse().join()) fail("sorting by name");
  await page.close();
};

const withoutScript = async (browser, file) => {
  const { page, fail } = await opened(browser, file, "without script");
  await page.setJavaScriptEnabled(false);
  await visit(page, file);
  const text = await page.$eval("body", (body) => body.innerText.length);
  const articles = (await page.$$("article")).length;
  if (text < 500 || (await page.$("#filter:not([hidden])"))) fail(`${text} characters, or a filter that does nothing`);
  await page.close();
  return articles;
};

fs.mkdirSync(out, { recursive: true });
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const args = ["--no-sandbox", "--font-render-hinting=none", "--disable-background-networking", "--disable-gpu"];
const browser = await puppeteer.launch({ executablePath, args, protocolTimeout: 300_000 });
for (const file of files.map((each) => path.resolve(each))) {
  for (const name of Object.keys(VIEWS)) {
    const { took, nodes, mild, isLarge } = await look(browser, file, name);
    const told = isLarge ? "too large for axe" : `axe: ${mild.length ? mild.join(" ") : "nothing"}`;
    console.log(`${path.basename(file)} ${name}: ${took} ms, ${nodes} nodes, ${told}`);
  }
  await byKeyboard(browser, file);
  await byFilter(browser, file);
  console.log(`${path.basename(file)}: ${await withoutScript(browser, file)} dossiers without script`);
}
await browser.close();
for (const each of faults) console.log(`FAIL ${each}`);
process.exit(faults.length ? 1 : 0);
