import type {CDPSession, Page} from "playwright-core";
import type {Session} from "../../scripts/web/session.js";

const interactive = `a[href], button:not([disabled]), input:not([disabled]):not([type="hidden"]), select:not([disabled]),
  textarea:not([disabled]), summary, [tabindex="0"]`;

/** What the Tab key does not reach on a page, and what it reaches without a ring to see. */
export interface Focused {
  readonly unreached: string[];
  readonly ringless: string[];
}

declare global {
  interface Window {
    focused: Set<Element>;
    /** As text, too: what is drawn anew while the key is pressed is the same stop to a reader. */
    texts: Set<string>;
    ringless: Set<string>;
    named: (this: void, element: Element) => string;
  }
}

/** Presses Tab so many times, as a key that is held does: one after another, none waiting for the answer to the last. */
async function pressTab(keys: CDPSession, times: number): Promise<void> {
  const key = {key: "Tab", code: "Tab", windowsVirtualKeyCode: 9};
  await Promise.all(
    Array.from({length: times}, () => [
      keys.send("Input.dispatchKeyEvent", {type: "rawKeyDown", ...key}),
      keys.send("Input.dispatchKeyEvent", {type: "keyUp", ...key})
    ]).flat()
  );
}

export function tabbed(session: Session, path: string): Promise<Focused> {
  return session.visit(path, async (page) => {
    await page.evaluate(() => {
      window.focused = new Set();
      window.texts = new Set();
      window.ringless = new Set();
      window.named = (element) => element.outerHTML.slice(0, 120);
      for (const details of document.querySelectorAll("details")) details.open = true;
      document.addEventListener("focusin", ({target}) => {
        if (!(target instanceof Element)) return;
        window.focused.add(target);
        window.texts.add(target.outerHTML);
        const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(target);
        const ring = (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow !== "none";
        if (!ring) window.ringless.add(window.named(target));
      });
    });
    // The Plan page answers as soon as a reader comes near its form: the ranking is then drawn anew, once.
    if ((await page.locator("form.plan-form").count()) > 0) {
      await page.locator("form.plan-form select").first().focus();
      await page.waitForFunction(() => /\d/.test(document.querySelector("[data-planned]")?.textContent ?? ""));
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    }
    await pressThrough(page);
    // What was drawn anew after the key had passed its place is met in a second round; what no key reaches is not.
    const found = await findings(page);
    if (found.unreached.length === 0) return found;
    await pressThrough(page);
    return findings(page);
  });
}

/** Presses Tab until the focus has been everywhere. */
async function pressThrough(page: Page): Promise<void> {
  // One radio button of a group takes the focus for all, so fewer stops than elements is fine; more is a trap.
  // Counted anew as it goes, for views drawn in the page add stops while the key is pressed.
  const count = (): Promise<number> => page.locator(interactive).count();
  const keys = await page.context().newCDPSession(page);
  for (let pressed = 0; pressed < (await count()) + 5; pressed += 25) await pressTab(keys, 25);
}

function findings(page: Page): Promise<Focused> {
  return page.evaluate((selector) => {
    const radios = new Set(
      [...window.focused].map((element) =>
        element instanceof HTMLInputElement && element.type === "radio" ? element.name : ""
      )
    );
    const reachable = [...document.querySelectorAll(selector)].filter((element) => {
      if (!element.checkVisibility({visibilityProperty: true, opacityProperty: false})) return false;
      if (element.closest("[inert]") !== null) return false;
      if (element.getAttribute("tabindex") === "-1") return false;
      return !(element instanceof HTMLInputElement && element.type === "radio" && radios.has(element.name));
    });
    return {
      unreached: reachable
        .filter((element) => !window.focused.has(element) && !window.texts.has(element.outerHTML))
        .map((element) => window.named(element)),
      ringless: [...window.ringless]
    };
  }, interactive);
}
