import type {Lang} from "../../model/text.js";

/** Language of the page. */
export const pageLang = (): Lang => (document.documentElement.lang.startsWith("zh") ? "zh" : "en");
