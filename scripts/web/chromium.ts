import {chromium, type Browser} from "playwright-core";
import {Problem} from "../../src/model/problem.js";
import {findBrowser} from "../browser.js";

/**
 * What a window brings along that no page of ours needs: the address bar's own web pages, in a renderer of their own for each
 * window, cost more than a page of the report does. The rest is what Playwright turns off, for a list given anew replaces its.
 */
const unused = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "SpareRendererForSitePerProcess",
  "AimEnabled",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning"
];

/** Starts Chromium without a window, and without anything that talks to the world by itself. */
export async function launch(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) {
    throw new Problem("no Chromium", {
      remedy: "run npm test, which installs it where it may, or name a browser in CHROMIUM",
      exitCode: 3
    });
  }
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--disable-features=${unused.join(",")}`
    ]
  });
}
