/** What can be taken back, the last first. */

const MOST = 50;

export class MapHistory {
    constructor() {
        this.steps = [];
    }

    /**
     * @param {string} label what was done, as a person reads it
     * @param {() => Promise} undo takes it back
     */
    add(label, undo) {
        this.steps.push({ label, undo });
        this.steps.splice(0, this.steps.length - MOST);
    }

    get last() {
        return this.steps.at(-1);
    }

    /** Takes the last step back; a step that cannot be taken back is forgotten. */
    async undo() {
        const step = this.steps.pop();
        await step?.undo();
        return step;
    }
}
