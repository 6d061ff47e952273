import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { FormRenderer } from "@web/views/form/form_renderer";

const GROUPS = {
    account: _t("Account"),
    people: _t("People"),
    strategy: _t("Strategy"),
    plan: _t("Plan"),
    rhythm: _t("Rhythm"),
};
/** What waits in a chapter: never told by colour alone. */
export const MARKS = [
    { name: "late", sign: "●", color: "text-danger", label: (n) => _t("%s late", n) },
    { name: "to_confirm", sign: "◐", color: "text-warning", label: (n) => _t("%s to confirm", n) },
    { name: "changed", sign: "△", color: "text-info", label: (n) => _t("%s changed", n) },
];
const STEPS = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 };

/** The chapters of a plan: a navigator, the opened chapter, and the log below it. */
export class KamChapters extends Component {
    static template = "kam_planning.Chapters";
    static components = { FormRenderer };
    static props = { record: Object, slots: { type: Object, optional: true } };

    setup() {
        this.workspace = this.env.kamWorkspace;
        this.state = useState(this.workspace.state);
        this.nav = useRef("nav");
        this.workspace.getChapters = () => this.chapters;
        this.workspace.goTo = (wanted) =>
            this.open(this.chapters.find(({ name }) => name === wanted) || {});
        useEffect(
            () => this.showFirst(),
            () => [this.props.record.resId, this.names.join(), this.current?.name]
        );
    }

    /** The places of the arch that this plan shows. */
    get chapters() {
        return Object.entries(this.props.slots || {})
            .filter(([slot, page]) => slot !== "chatter" && page.isVisible)
            .map(([slot, { name, title, group, view }]) => ({ slot, name, title, group, view }));
    }

    get names() {
        return this.chapters.map((chapter) => chapter.name);
    }

    /** Chapters under their headings, in the order of the arch. */
    get groups() {
        const groups = [];
        for (const chapter of this.chapters) {
            if (groups.at(-1)?.name !== chapter.group) {
                groups.push({ name: chapter.group, label: GROUPS[chapter.group], chapters: [] });
            }
            groups.at(-1).chapters.push(chapter);
        }
        return groups;
    }

    /** The chapter whose fields the record has. */
    get current() {
        const { chapter } = this.props.record.config;
        const place = chapter && this.chapters.find(({ name }) => name === chapter.name);
        return place && { ...place, archInfo: chapter.archInfo };
    }

    get wanted() {
        return this.chapters.find(({ name }) => name === this.state.wanted) || this.chapters[0];
    }

    /** Open a chapter where none is: at the beginning, and when a plan does not show this one. */
    showFirst() {
        if (this.props.record.resId && !this.current && this.wanted) {
            this.workspace.show(this.wanted.name, this.wanted.view);
        }
    }

    async open({ name, view }) {
        if (name && name !== this.current?.name) {
            await this.workspace.open(name, view);
        }
    }

    /** How many lines of the opened chapter the user may confirm. */
    get toConfirm() {
        const mayEdit = this.props.record.data.may_edit !== false;
        return (mayEdit && this.current && this.state.marks[this.current.name]?.to_confirm) || 0;
    }

    get toConfirmText() {
        return MARKS.find(({ name }) => name === "to_confirm").label(this.toConfirm);
    }

    onSelected(ev) {
        this.open(this.chapters.find(({ name }) => name === ev.target.value));
        // Where the chapter could not be left, the drop-down shows it again.
        ev.target.value = (this.current || this.wanted).name;
    }

    isCurrent({ name }) {
        return name === (this.current || this.wanted).name;
    }

    getCount({ name }) {
        return this.state.marks[name]?.count;
    }

    getMarks({ name }) {
        const found = this.state.marks[name] || {};
        return MARKS.filter((mark) => found[mark.name]).map((mark) => ({
            ...mark,
            count: found[mark.name],
            text: mark.label(found[mark.name]),
        }));
    }

    /** In a drop-down there is text only. */
    getText(chapter) {
        const count = this.getCount(chapter);
        const marks = this.getMarks(chapter).map((mark) => `${mark.sign} ${mark.text}`);
        return [chapter.title, count, ...marks].filter(Boolean).join(" · ");
    }

    onKeydown(ev) {
        const buttons = [...this.nav.el.querySelectorAll(".o_kam_navigator_entry")];
        const last = buttons.length - 1;
        const at = buttons.indexOf(document.activeElement);
        const places = { Home: 0, End: last };
        if (ev.key in STEPS) {
            places[ev.key] = Math.min(Math.max(at + STEPS[ev.key], 0), last);
        }
        if (ev.key in places) {
            ev.preventDefault();
            buttons[places[ev.key]].focus();
        }
    }
}
