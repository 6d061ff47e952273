import { KamFormModel } from "@kam_planning/common/form/kam_form";
import { deepCopy } from "@web/core/utils/objects";
import { patchActiveFields } from "@web/model/relational_model/utils";

/** The plan's record: it reads the fields of the head and of the opened chapter, no others. */
export class KamPlanModel extends KamFormModel {
    _getNextConfig(currentConfig, params) {
        const config = super._getNextConfig(currentConfig, params);
        // Known once the sub views of the head are loaded.
        this.head ||= { activeFields: config.activeFields, fields: config.fields };
        if (!config.resId) {
            this.setChapter(config, null);
        } else if (params.chapter) {
            this.setChapter(config, params.chapter);
        } else {
            // Until it has arrived, also where the load of a chapter comes in before it.
            this.isReloading = true;
        }
        return config;
    }

    setChapter(config, chapter) {
        const activeFields = { ...this.head.activeFields };
        for (const [name, field] of Object.entries(chapter?.activeFields || {})) {
            if (name in activeFields) {
                activeFields[name] = deepCopy(activeFields[name]);
                patchActiveFields(activeFields[name], field);
            } else {
                activeFields[name] = field;
            }
        }
        const fields = { ...this.head.fields, ...chapter?.fields };
        Object.assign(config, { chapter, activeFields, fields });
    }
}
