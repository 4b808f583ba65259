import {teller} from "../../model/text.js";
import type {Block} from "../blocks/block.js";
import {html} from "../markup.js";

/**
 * The control that reads other tools' results in the reader's browser. Without a script it says what it would do; a script
 * shows the inputs and fills the rest.
 */
export const importControl: Block = {
  id: "import",
  build({lang}) {
    const t = teller(lang);
    return html`<section class="import" data-import aria-label="${t("Import results", "导入结果")}">
      <p>
        ${t(
          "Choose results of vllm bench serve, GuideLLM, AIPerf, inference-perf, InferenceX, or llm-d Benchmark Reports: files or a whole folder. They are recognised by their content and read in this browser: nothing is uploaded, nothing is stored, and a reload forgets them.",
          "选择 vllm bench serve、GuideLLM、AIPerf、inference-perf、InferenceX 的结果或 llm-d Benchmark Report：可选文件或整个文件夹。按内容识别，仅在本浏览器中读取：不上传、不保存，刷新即清除。"
        )}
      </p>
      <p class="import-inputs" data-import-controls hidden>
        <label>${t("Files", "文件")} <input type="file" multiple data-import-files /></label>
        <label>${t("Folder", "文件夹")} <input type="file" webkitdirectory multiple data-import-folder /></label>
        <button type="button" data-import-clear hidden>${t("Forget them", "清除")}</button>
      </p>
      <p class="empty" data-import-without-script>
        ${t("Reading files needs JavaScript; npm run import does the same on the command line.", "读取文件需要 JavaScript；命令行可用 npm run import。")}
      </p>
      <p role="status" data-import-status></p>
      <div data-import-result></div>
      <p hidden><a href="/data/points.csv" data-download="points.csv" data-import-points>points.csv</a></p>
    </section>`;
  }
};
