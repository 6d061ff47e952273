/** What can be taken back, the last first, and what was taken back and can be done again. */

const MOST = 50;

export class History {
    constructor() {
        this.steps = [];
        this.undone = [];
    }

    /**
     * Either of both functions gives false when it did nothing: the step stays what it was.
     *
     * @param {string} label what was done, as a person reads it
     * @param {Object} step
     * @param {() => Promise} step.undo takes it back
     * @param {() => Promise} step.redo does it again
     * @param {Object} step.subject what it is about, for `forget`
     */
    add(label, { undo, redo, subject }) {
        this.steps.push({ label, undo, redo, subject });
        this.steps.splice(0, this.steps.length - MOST);
        this.undone = [];
    }

    get last() {
        return this.steps.at(-1);
    }

    get lastUndone() {
        return this.undone.at(-1);
    }

    /**
     * Leaves alone for good what somebody saved in a form since.
     *
     * @param {(subject: Object) => boolean} isAbout
     */
    forget(isAbout) {
        const isKept = (step) => !isAbout(step.subject);
        this.steps = this.steps.filter(isKept);
        this.undone = this.undone.filter(isKept);
    }

    /** Takes the last step back; a step that cannot be taken back is forgotten. */
    undo() {
        return this.turn("steps", "undo", "undone");
    }

    /** Does again what was taken back last; a step that cannot be done again is forgotten. */
    redo() {
        return this.turn("undone", "redo", "steps");
    }

    async turn(from, method, to) {
        const step = this[from].pop();
        if (!step) {
            return;
        }
        const isDone = (await step[method]()) !== false;
        this[isDone ? to : from].push(step);
        return isDone ? step : undefined;
    }
}
