import {rmSync} from "node:fs";
import {join} from "node:path";
import {loadSource} from "../../loaders/source.js";
import {loadHardware} from "../../loaders/hardware.js";
import {loadModels} from "../../loaders/models.js";
import {artefacts} from "../../src/model/deployment/artefacts.js";
import {correct} from "../../src/model/deployment/correct.js";
import {expectation} from "../../src/model/deployment/expectation.js";
import {offersOf} from "../../src/model/deployment/offers.js";
import {scenarioWish} from "../../src/model/deployment/scenario-wish.js";
import {calibration} from "../../src/model/prediction/calibration.js";
import {writeArtefacts} from "./write-artefacts.js";

/** Writes what the report offers for each scenario of the article: FOLDER/SCENARIO/TARGET/... */
export function writeOffers(root: string, folder: string): void {
  rmSync(folder, {recursive: true, force: true});
  const none = {points: [], requests: [], itl: [], telemetry: [], servers: [], prices: []};
  const data = {...none, ...loadSource(root, []), hardware: loadHardware(root), models: loadModels(root)};
  for (const scenario of data.article.scenarios) {
    const wish = scenarioWish(data, scenario);
    if (wish === null) continue;
    const deployment = correct(wish);
    const expected = expectation(calibration, deployment);
    for (const target of offersOf(scenario)) {
      writeArtefacts(artefacts(deployment, expected, target), join(folder, scenario.id, target), true);
    }
  }
}
