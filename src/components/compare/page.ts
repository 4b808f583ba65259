// Takes over the choice of A and B: compares again when one changes. What it needs is loaded with the first change.
import {teller, type Lang} from "../../model/text.js";
import {siteRoot} from "../site-root.js";
import type {Addresses} from "./show.js";

const form = document.querySelector<HTMLFormElement>("form[data-compare-choice]");
if (form !== null) takeOver(form, siteRoot(import.meta.url));

/** Shows the form and follows it; the address keeps the choice, so that it can be sent to someone. */
function takeOver(form: HTMLFormElement, root: string): void {
  const files: Addresses = {
    points: `${root}data/points.arrow`,
    servers: `${root}data/servers.arrow`,
    hardware: `${root}data/hardware.arrow`
  };
  const lang: Lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const t = teller(lang);
  const status = form.querySelector<HTMLElement>("[role=status]")!;
  const select = (side: "a" | "b"): HTMLSelectElement =>
    form.querySelector<HTMLSelectElement>(`select[data-compare="${side}"]`)!;
  let newest = 0;

  const follow = async (): Promise<void> => {
    const turn = ++newest;
    status.textContent = t("Comparing …", "正在比较……");
    try {
      const {show} = await import("./show.js");
      const text = await show(files, {a: select("a").value, b: select("b").value}, lang, () => turn === newest);
      if (turn === newest) status.textContent = text;
    } catch {
      if (turn === newest)
        status.textContent = t(
          "The data could not be loaded; what stands below is unchanged.",
          "数据无法载入；下方内容未变。"
        );
    }
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    const query = new URLSearchParams({a: select("a").value, b: select("b").value});
    history.replaceState(null, "", `?${query.toString()}${location.hash}`);
    void follow();
  });

  const asked = new URLSearchParams(location.search);
  const known = (["a", "b"] as const).filter((side) => {
    const value = asked.get(side);
    const option = [...select(side).options].find((each) => each.value === value);
    if (option !== undefined) option.selected = true;
    return option !== undefined;
  });
  if (known.length > 0) void follow();
}
