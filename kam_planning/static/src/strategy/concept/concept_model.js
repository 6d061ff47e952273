import { layoutTree } from "./concept_layout";

export const ROOT = "";
// As many as the server gives in one call, and as deep as a tree is opened anew.
const MOST_KEYS = 200;
const MOST_LEVELS = 20;

/**
 * The map of a plan as far as it is open: plain values, no screen. Nodes come from the server branch
 * by branch.
 */
export class ConceptModel {
    /**
     * @param {(key: string, offset: number) => Promise<Object>} fetchBranch see `get_concept_branch`
     * @param {(keys: string[]) => Promise<Object>} fetchBranches see `get_concept_branches`
     * @param {{isMirrored?: boolean}} [options] isMirrored for who reads from right to left
     */
    constructor(fetchBranch, fetchBranches, { isMirrored = false } = {}) {
        Object.assign(this, { fetchBranch, fetchBranches, isMirrored });
        this.clear();
    }

    clear() {
        this.nodes = new Map();
        this.children = new Map();
        this.more = new Map();
        this.parents = new Map();
        this.open = new Set([ROOT]);
        this.outdate();
    }

    outdate() {
        this.drawnRows = null;
        this.drawnLayout = null;
    }

    /** Reads the first level anew and keeps open what was open, as far as it is still there. */
    async load() {
        const wasOpen = new Set(this.open);
        const answer = await this.fetchBranch(ROOT, 0);
        this.clear();
        const { label, count, res_model, res_id, since } = answer.account;
        this.since = since;
        const account = { kind: "account", state: false, marks: {}, has_children: true };
        this.nodes.set(ROOT, { key: ROOT, label, count, res_model, res_id, ...account });
        this.take(ROOT, answer, 0);
        await this.unfoldLevels(MOST_LEVELS, (key) => wasOpen.has(key));
    }

    /**
     * Opens level after level, each in one call: a branch is there before what is in it.
     *
     * @param {number} levels as far as that, the chapters are the first one
     * @param {(key: string) => boolean} [isWanted] what is opened, by default all
     */
    async unfoldLevels(levels, isWanted = () => true) {
        let level = this.childrenOf(ROOT);
        for (let depth = 1; depth < levels && level.length; depth++) {
            const opened = level.filter((key) => this.canUnfold(key) && isWanted(key));
            await this.fetchAll(opened.filter((key) => !this.children.has(key)));
            opened.forEach((key) => this.open.add(key));
            level = opened.flatMap((key) => this.children.get(key) || []);
        }
        this.outdate();
    }

    /** Reads many branches in as few calls as the server takes. */
    async fetchAll(keys) {
        for (let at = 0; at < keys.length; at += MOST_KEYS) {
            const answer = await this.fetchBranches(keys.slice(at, at + MOST_KEYS));
            for (const [key, branch] of Object.entries(answer)) {
                this.take(key, branch, 0);
            }
        }
    }

    /** Shows so many levels below the account, and no more. */
    async showLevels(levels) {
        this.open = new Set([ROOT]);
        await this.unfoldLevels(levels);
    }

    take(key, { nodes, more }, offset) {
        const known = offset ? this.children.get(key) : [];
        this.children.set(key, [...known, ...nodes.map((node) => node.key)]);
        this.more.set(key, more);
        for (const node of nodes) {
            this.nodes.set(node.key, node);
            this.parents.set(node.key, key);
            if (node.children) {
                // What is found is seen at once.
                this.open.add(node.key);
                this.take(node.key, { nodes: node.children, more: 0 }, 0);
            }
        }
        this.outdate();
    }

    async unfold(key) {
        if (!this.children.has(key)) {
            this.take(key, await this.fetchBranch(key, 0), 0);
        }
        this.open.add(key);
        this.outdate();
        const children = this.children.get(key);
        const only = children.length === 1 && this.nodes.get(children[0]);
        if (only && only.kind === "group" && !this.open.has(only.key)) {
            // One kind of lines only: they are what was asked for.
            await this.unfold(only.key);
        }
    }

    async unfoldSiblings(key) {
        const siblings = this.children.get(this.parents.get(key)) || [];
        const folded = siblings.filter((one) => this.canUnfold(one) && !this.open.has(one));
        await this.fetchAll(folded.filter((one) => !this.children.has(one)));
        folded.forEach((one) => this.open.add(one));
        this.outdate();
    }

    fold(key) {
        this.open.delete(key);
        this.outdate();
    }

    async loadMore(key) {
        this.take(key, await this.fetchBranch(key, this.children.get(key).length), 1);
    }

    canUnfold(key) {
        return Boolean(this.nodes.get(key)?.has_children);
    }

    /** The children that are seen; what is left out stands below them as a node of its own. */
    childrenOf(key) {
        if (!this.open.has(key)) {
            return [];
        }
        const children = this.children.get(key) || [];
        return this.more.get(key) ? [...children, `${key}|more`] : children;
    }

    get layout() {
        this.drawnLayout ||= layoutTree(ROOT, (key) => this.childrenOf(key), this.isMirrored);
        return this.drawnLayout;
    }

    /** All nodes that are seen, in the order of reading: {key, level, size, place, node, parent}. */
    get rows() {
        if (!this.drawnRows) {
            this.drawnRows = [];
            const visit = (key, level, place, size) => {
                this.drawnRows.push({ key, level, place, size, node: this.nodes.get(key) });
                const children = this.childrenOf(key);
                children.forEach((child, index) =>
                    visit(child, level + 1, index + 1, children.length)
                );
            };
            visit(ROOT, 1, 1, 1);
        }
        return this.drawnRows;
    }

    /** How many children of each open node are seen, by its key. */
    get opened() {
        const open = this.rows.filter(({ key }) => key !== ROOT && this.open.has(key));
        return Object.fromEntries(open.map(({ key }) => [key, this.children.get(key).length]));
    }

    parentOf(key) {
        return key.endsWith("|more") ? key.slice(0, -5) : this.parents.get(key);
    }

    /** The node to which a key leads from another one, or undefined. */
    neighbour(key, where) {
        const keys = this.rows.map((row) => row.key);
        const at = keys.indexOf(key);
        const places = { next: at + 1, previous: at - 1, first: 0, last: keys.length - 1 };
        return where in places ? keys[places[where]] : undefined;
    }
}
