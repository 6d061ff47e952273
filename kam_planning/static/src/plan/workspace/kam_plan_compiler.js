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
        const pages = [...el.children].filter((page) => page.tagName === "page");
        for (const slot of [...notebook.children]) {
            const page = pages.find(
                (page) => toStringExpression(page.getAttribute("name") || "") === getName(slot)
            );
            slot.setAttribute(
                "group",
                toStringExpression(page.getAttribute("chapter_group") || "")
            );
            slot.setAttribute("view", toStringExpression(page.getAttribute("chapter_view") || ""));
            append(chapters, slot);
        }
        return chapters;
    }
}

function getName(slot) {
    return slot.getAttribute("name");
}
