// Before every test: the judges that are code are known, as at every entry point that judges.
import {judges} from "../../src/judges/index.js";
import {enlist} from "../../src/model/claims/judge.js";

enlist(judges);
