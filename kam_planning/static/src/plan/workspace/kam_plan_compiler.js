import { append, createElement } from "@web/core/utils/xml";
import { FormCompiler } from "@web/views/form/form_compiler";
import { toStringExpression } from "@web/views/utils";

/** Makes chapters of the pages: a page names the view (`chapter_view`) that it opens. */
export class KamPlanCompiler extends FormCompiler {
    compile() {
        const compiled = super.compile(...arguments);
        const chapters = compiled.querySelector("KamChapters");
        const chatter = compiled.querySelector(".o-mail-Form-chatter");
        if (chapters && chatter) {
            const log = createElement("t", { "t-set-slot": "chatter" });
            append(log, chatter);
            append(chapters, log);
        }
        return compiled;
    }

    compileNotebook(el) {
        const notebook = super.compileNotebook(...arguments);
        const chapters = createElement("KamChapters", { record: "__comp__.props.record" });
        const pages = new Map([...el.children].map((page) => [quote(page, "name"), page]));
        while (notebook.firstElementChild) {
            const slot = notebook.firstElementChild;
            const page = pages.get(slot.getAttribute("name"));
            slot.setAttribute("group", quote(page, "chapter_group"));
            slot.setAttribute("view", quote(page, "chapter_view"));
            append(chapters, slot);
        }
        return chapters;
    }
}

/** An attribute as an expression in the compiled template. */
function quote(node, name) {
    return toStringExpression(node.getAttribute(name) || "");
}
