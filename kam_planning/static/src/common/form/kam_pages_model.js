import { KamFormModel } from "./kam_form";

const LAZY = "page[lazy]";
const named = (node) => node.getAttribute("name");

/**
 * Fields that stand on lazy pages only.
 *
 * @param {Element} xmlDoc arch of a form
 * @returns {Object} {name of the page: [name of a field]}
 */
export function findPageFields(xmlDoc) {
    const fields = [...xmlDoc.querySelectorAll("field")].filter(
        (field) => !field.parentElement.closest("field")
    );
    const early = new Set(fields.filter((field) => !field.closest(LAZY)).map(named));
    const found = {};
    for (const page of xmlDoc.querySelectorAll(LAZY)) {
        const names = fields.filter((field) => page.contains(field)).map(named);
        found[named(page)] = names.filter((name) => !early.has(name));
    }
    return found;
}

/** Reads the fields of a lazy page when it is opened, and no others again. */
export class KamPagesModel extends KamFormModel {
    // What is read at first and what is read later come from the same server.
    static withCache = false;

    setup(params) {
        super.setup(...arguments);
        this.pageFields = params.pageFields;
        this.forget();
    }

    /** What was read is not what is there any more. */
    forget() {
        this.known = null;
        this.former = null;
    }

    _getNextConfig(currentConfig, params) {
        const config = super._getNextConfig(currentConfig, params);
        this.allFields ||= config.activeFields;
        config.pages = config.resId
            ? [...(currentConfig.pages || []), ...(params.page ? [params.page] : [])]
            : Object.keys(this.pageFields);
        const later = Object.entries(this.pageFields)
            .filter(([page]) => !config.pages.includes(page))
            .flatMap(([, names]) => names);
        config.activeFields = without(this.allFields, later);
        this.former = params.page ? this.known : null;
        this.known = null;
        return config;
    }

    async _loadData(config, ...others) {
        if (!config.isRoot || !config.resId) {
            return super._loadData(config, ...others);
        }
        const { former } = this;
        this.forget();
        const activeFields = without(config.activeFields, Object.keys(former || {}));
        const wanted = { ...config, activeFields };
        const data = await super._loadData(wanted, ...others);
        config.loadId = wanted.loadId;
        this.known = { ...former, ...data };
        return this.known;
    }
}

function without(fields, names) {
    const kept = Object.entries(fields).filter(([name]) => !names.includes(name));
    return Object.fromEntries(kept);
}
