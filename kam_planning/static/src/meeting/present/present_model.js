/** Keys of the presentation, by what they do; each is also a button. */
export const KEYS = {
    ArrowRight: "next",
    ArrowLeft: "previous",
    t: "stillTrue",
    a: "makeAction",
    c: "change",
    l: "later",
    d: "drop",
    u: "undo",
    Escape: "leave",
};
// While the customer looks on, nothing is judged before his eyes.
const BEFORE_CUSTOMER = new Set(["next", "previous", "makeAction", "leave"]);

/**
 * Where a presentation stands: the items that are shown, which of them is on the screen, and what
 * was typed and is not saved yet. Knows neither screen nor server.
 */
export class PresentModel {
    constructor({ duration = 0, startedAt = 0, index = 0, forCustomer = false } = {}) {
        Object.assign(this, { duration, startedAt, index, forCustomer });
        this.items = [];
        // Typed and not saved: {item id: text}.
        this.drafts = {};
        this.saving = null;
        this.isSaving = false;
        this.failed = false;
    }

    /** Takes what the server says; what is typed and not saved stays, and so does the screen. */
    load(items) {
        const shown = this.current?.id;
        this.items = items;
        this.show(shown);
    }

    show(id) {
        const found = this.shown.findIndex((item) => item.id === id);
        this.index = found >= 0 ? found : this.clamp(this.index);
    }

    clamp(index) {
        return Math.max(0, Math.min(index, this.shown.length - 1));
    }

    get shown() {
        return this.forCustomer ? this.items.filter((item) => item.customer_name) : this.items;
    }

    get current() {
        return this.shown[this.index];
    }

    get position() {
        return { number: this.shown.length ? this.index + 1 : 0, count: this.shown.length };
    }

    move(step) {
        this.index = this.clamp(this.index + step);
    }

    /** What the customer sees: his items only, beginning with the one on the screen if it is his. */
    setForCustomer(forCustomer) {
        const shown = this.current?.id;
        this.forCustomer = forCustomer;
        this.show(shown);
    }

    mayDo(name, mayEdit) {
        if (this.forCustomer && !BEFORE_CUSTOMER.has(name)) {
            return false;
        }
        if (["next", "previous", "leave"].includes(name)) {
            return true;
        }
        if (!mayEdit || !this.current) {
            return false;
        }
        return name === "undo" ? Boolean(this.current.outcome) : !this.current.outcome;
    }

    // time

    /** Seconds that are left of the time planned, below zero when it is over. */
    secondsLeft(now) {
        return Math.round(this.duration * 60 - (now - this.startedAt) / 1000);
    }

    // minutes

    textOf(item) {
        return this.drafts[item.id] ?? item.minutes;
    }

    type(id, text) {
        this.drafts[id] = text;
    }

    get hasDrafts() {
        return Object.keys(this.drafts).length > 0;
    }

    /**
     * Saves what was typed, one item after the other. What fails, or is typed on meanwhile, stays
     * to be saved.
     *
     * @param {(id: number, text: string) => Promise} send
     * @returns {Promise<boolean>} whether all is saved
     */
    save(send) {
        const saved = (this.saving || Promise.resolve()).then(() => this.saveDrafts(send));
        this.saving = saved;
        return saved;
    }

    async saveDrafts(send) {
        this.isSaving = true;
        let failed = false;
        for (const [key, text] of Object.entries(this.drafts)) {
            try {
                await send(Number(key), text);
            } catch {
                failed = true;
                continue;
            }
            const item = this.items.find(({ id }) => id === Number(key));
            if (item) {
                item.minutes = text;
            }
            if (this.drafts[key] === text) {
                delete this.drafts[key];
            }
        }
        this.isSaving = false;
        this.failed = failed;
        return !this.hasDrafts;
    }
}

/** As a clock: 12:40, or 3:10 over. */
export function formatClock(seconds) {
    const whole = Math.abs(seconds);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
